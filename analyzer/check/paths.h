/* paths: names of files as settings speak of them. All by their letters: links are not followed. */
#ifndef SLANT_CHECK_PATHS_H
#define SLANT_CHECK_PATHS_H

#include "slant.h"
#include "base/arena.h"

/* The path from the root, without "." and "..". NULL: out of memory, or the working folder is gone. */
char *slant_path_absolute(const char *path, struct slant_arena *mem);
/* `name` as it is meant in a file that stands in `folder`. */
char *slant_path_in(const char *folder, const char *name, struct slant_arena *mem);
/* The folder of an absolute path. */
char *slant_path_folder(const char *path, struct slant_arena *mem);

/* Does the glob, written in a file in `folder`, name the absolute path? A star stands for anything but a slash, two for
 * anything, a question mark for one letter; a glob without a slash names files in any folder below; one that ends in a
 * slash all that is below it. */
int slant_path_matches(const char *glob, const char *folder, const char *path);

#endif
