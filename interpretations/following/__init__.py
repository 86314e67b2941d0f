"""Following (订阅): readers who asked to be told, and the letters that tell them."""
