"""Works (文件) composed from what was read of their texts: a pure answer to "what do these files say"."""
