/* table: where the files of one set are. */
#ifndef SLANT_TESTS_NUMBERS_TABLE_H
#define SLANT_TESTS_NUMBERS_TABLE_H

void tables_open(
    const char *folder); /* names are given from here: "data/articles.csv" is table_of("data/articles.csv") */
void tables_close(void);
int file_is_there(const char *name);
char *file_of(const char *name); /* its bytes, ending in a line feed and NUL; kept until tables_close */

#endif
