/* roles: what voices/ must know of single words: what may be a cue, who may be a source. words.tsv → one table.
 *
 * A row is a word, by its stem ("support") or as written ("=spokesman"), its roles, and for a form that the stemmer
 * does not bring home ("=said") its lemma. A word of the text may meet a row of each sort: it has the roles of both. */
#ifndef SLANT_LEXICON_ROLES_H
#define SLANT_LEXICON_ROLES_H

#include "slant.h"
#include "stem/stem.h"

enum slant_role {
    SLANT_ROLE_CUE = 1 << 0, /* a word of saying, thinking, wanting, showing: a cue in the right company */
    /* Who may be a source. */
    SLANT_ROLE_PERSON = 1 << 1,   /* spokesman, Mr., senator: one human being */
    SLANT_ROLE_OFFICIAL = 1 << 2, /* officials, authorities: of the state, without a name */
    SLANT_ROLE_PEOPLE = 1 << 3,   /* analysts, witnesses */
    SLANT_ROLE_ORGANISATION = 1 << 4,
    SLANT_ROLE_DOCUMENT = 1 << 5,
    SLANT_ROLE_VAGUE = 1 << 6,      /* some, critics */
    SLANT_ROLE_PRONOUN = 1 << 7,    /* he, they, who: stands for a source */
    SLANT_ROLE_POSSESSIVE = 1 << 8, /* his, their */
    SLANT_ROLE_TITLE = 1 << 9,      /* Mr., Dr.: a name follows */
    /* What holds a sentence together. */
    SLANT_ROLE_TO = 1 << 10,
    SLANT_ROLE_THAT = 1 << 11,
    SLANT_ROLE_OF = 1 << 12,
    SLANT_ROLE_WH = 1 << 13,          /* what, how, whether */
    SLANT_ROLE_RELATIVE = 1 << 14,    /* who, which, whose */
    SLANT_ROLE_SUBORDINATE = 1 << 15, /* because, although, while: a clause follows */
    SLANT_ROLE_STATE = 1 << 16,       /* concerned, convinced: whoever "is" it holds the belief */
    SLANT_ROLE_PARTICIPLE = 1 << 17,  /* said, known: passive behind "be", though it does not end in -ed */
    SLANT_ROLE_ADVERB = 1 << 19,      /* however, later: never a source, though a sentence begins with it */
    SLANT_ROLE_PLACE = 1 << 20,       /* French, northern: of a place or a people, in no person's name */
    SLANT_ROLE_TELLS = 1 << 18,       /* tell, ask: what follows is who was told, never who speaks */
};

struct slant_roles;
/* fails: SLANT_EREAD, SLANT_ELEXICON (with file and line), SLANT_ENOMEM. */
slant_status slant_roles_open(const char *path, const struct slant_stems *stems, struct slant_roles **out,
                              struct slant_error *err);
void slant_roles_close(struct slant_roles *roles);

struct slant_word_role {
    uint32_t roles; /* bits of enum slant_role */
    uint16_t lemma; /* of a word that may be a cue: its number; 0: none */
};
struct slant_word_role slant_roles_of(const struct slant_roles *roles, const struct slant_word *word);

/* The lemma of a number; numbers run from 1 to the count. */
uint32_t slant_roles_lemmas(const struct slant_roles *roles);
const char *slant_roles_lemma(const struct slant_roles *roles, uint32_t number);
/* 0: no such lemma. */
uint32_t slant_roles_find(const struct slant_roles *roles, const char *lemma);

#endif
