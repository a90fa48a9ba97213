#include "lexicon/sets.h"

#include <string.h>

#include "base/hash.h"
#include "lexicon/lexicon.h"

/* Words apart by spaces, a space before the first and behind the last. */
static const struct {
    uint32_t bit;
    const char *words;
} sets[] = {
    {SLANT_SET_BE, " am is are was were be been being isn't aren't wasn't weren't i'm you're we're they're ain't "},
    {SLANT_SET_HAVE, " have has had having haven't hasn't hadn't i've you've we've they've "},
    {SLANT_SET_DO, " do does did don't doesn't didn't "},
    {SLANT_SET_DET, " the a an this that these those my your his her its our their no some any every each all both "
                    "another either neither such "},
    {SLANT_SET_PRON, " i you he she it we they me him us them who whom myself himself herself itself ourselves "
                     "themselves someone somebody anyone anybody everyone everybody nobody "},
    {SLANT_SET_NUM,
     " one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
     "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand "
     "million billion trillion dozen half lakh crore "},
    {SLANT_SET_ADV, " very so too quite rather also just still even now then again almost already often never always "
                    "well badly "},
    {SLANT_SET_NEGATION, " not no never neither nor cannot without hardly scarcely barely nothing nobody none isn't "
                         "aren't wasn't weren't don't doesn't didn't won't wouldn't can't couldn't shouldn't haven't "
                         "hasn't hadn't mustn't needn't ain't "},
    {SLANT_SET_MODAL, " can could may might must shall should will would cannot can't couldn't mustn't shouldn't won't "
                      "wouldn't ought i'll we'll they'll he'll she'll it'll you'll "},
    {SLANT_SET_PREPOSITION,
     " of in to for with on at from by about as into like through after over between out against "
     "during without before under around among near outside inside beside behind since until "
     "toward towards upon within across along amid despite off onto per past than via when while "
     "where because if "},
    {SLANT_SET_BY, " by "},
    {SLANT_SET_GET, " get gets got getting gotten "},
    {SLANT_SET_QUANTITY,
     " dozens scores hundreds thousands millions tens several many few some all more most others both "
     "another number least nobody no "},
    {SLANT_SET_CONJUNCTION, " and or but nor yet "},
    {SLANT_SET_TIME,
     " monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
     "august september october november december today tomorrow yesterday tonight dawn dusk noon midday "
     "midnight morning afternoon evening night day week month year decade century end then now early "
     "late next last mid time "},
    {SLANT_SET_PEOPLE,
     " people civilians children women men boys girls soldiers troops officers policemen workers miners "
     "students protesters demonstrators residents villagers families passengers migrants refugees "
     "journalists prisoners detainees victims patients teachers fighters militants pilgrims "
     "demonstrators activists strikers dockers farmers guards pupils staff firefighters homes houses "
     "villages jobs "},
};

void slant_sets_open(struct slant_sets *table)
{
    memset(table, 0, sizeof *table);
    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++)
        for (const char *p = sets[i].words + 1; *p != '\0';) {
            size_t len = strcspn(p, " ");
            uint32_t at = (uint32_t)slant_hash(p, len) & (SLANT_SET_SLOTS - 1);
            while (table->slots[at].word != NULL &&
                   !(table->slots[at].len == len && memcmp(table->slots[at].word, p, len) == 0))
                at = (at + 1) & (SLANT_SET_SLOTS - 1);
            table->slots[at].word = p;
            table->slots[at].len = (uint32_t)len;
            table->slots[at].bits |= sets[i].bit;
            p += len + 1;
        }
}

static uint32_t bits_of(const struct slant_sets *table, const char *word, size_t len)
{
    for (uint32_t at = (uint32_t)slant_hash(word, len) & (SLANT_SET_SLOTS - 1); table->slots[at].word != NULL;
         at = (at + 1) & (SLANT_SET_SLOTS - 1))
        if (table->slots[at].len == len && memcmp(table->slots[at].word, word, len) == 0)
            return table->slots[at].bits;
    return 0;
}

uint32_t slant_sets_of(const struct slant_sets *table, const struct slant_word *word)
{
    uint32_t bits = bits_of(table, word->surface, word->len);
    if (word->full_len != word->len)
        bits |= bits_of(table, word->full, word->full_len);
    if (word->shape & SLANT_WORD_NUMBER)
        bits |= SLANT_SET_NUM;
    if ((word->shape & SLANT_WORD_LY) && word->len > 4)
        bits |= SLANT_SET_ADV;
    /* "it's", "that's", "he's": the 's of a pronoun is a verb. */
    static const char *const subjects[] = {"it", "he", "she", "that", "there", "what", "who", "here", "where"};
    for (size_t i = 0; (word->shape & SLANT_WORD_POSSESSIVE) && i < sizeof subjects / sizeof subjects[0]; i++)
        if (strcmp(subjects[i], word->surface) == 0)
            bits |= SLANT_SET_BE;
    return bits;
}

uint32_t slant_set_named(const char *name, size_t len)
{
    static const struct {
        const char *name;
        uint32_t bit;
    } names[] = {{"@be", SLANT_SET_BE},         {"@have", SLANT_SET_HAVE},    {"@do", SLANT_SET_DO},
                 {"@det", SLANT_SET_DET},       {"@pron", SLANT_SET_PRON},    {"@num", SLANT_SET_NUM},
                 {"@adv", SLANT_SET_ADV},       {"@not", SLANT_SET_NEGATION}, {"@modal", SLANT_SET_MODAL},
                 {"@people", SLANT_SET_PEOPLE}, {"@time", SLANT_SET_TIME}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strlen(names[i].name) == len && memcmp(names[i].name, name, len) == 0)
            return names[i].bit;
    return 0;
}
