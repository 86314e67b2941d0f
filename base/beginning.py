"""The beginning (启动之初): what is loaded after this is loaded without looking for garbage.

Modules make objects that stay; looking through them again and again took a sixth of the start. Whoever
imports this lets it go on afterwards (`gc.enable`).
"""

import gc

gc.disable()
