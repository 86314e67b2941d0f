"""What an interpretation looks like anywhere (解读呈现): picture, print, card, words for other media."""
