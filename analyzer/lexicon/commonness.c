#include "lexicon/commonness.h"

#include <string.h>

#include "base/hash.h"
#include "lexicon/lexicon.h"

/* The commonest tier first. */
static const uint16_t tier_per_million[] = {15000, 2500, 600, 200};
static const char *const tiers[] = {
    "the of to and a in that is for on with it as was at by he be from his",
    "an are but have has had not this they who its we their or were been she you her which will one would there all "
    "more "
    "about when said if what up out no so him after them can i our than into could over also some other only two my do "
    "just any most because now how then those these made being where did before new first year years time people",
    "say says make makes take takes get gets go goes come came see know think want give way us me your many much very "
    "even "
    "such last while like may might must should against between during through under off down back own same still well "
    "each every both few long good great man men woman day days week month since until here never why state states "
    "government president country party house world work part public national political former another three used use "
    "told called asked including according without around away again does done doing having put set",
    "left right law court police case plan group power end look find need needs feel help keep let call show turn "
    "point "
    "place home life money war fact report issue question news campaign election office vote percent million billion "
    "number high big small old young little large local far early late nothing something anything everything less "
    "least "
    "best better almost always often already yet once however though although despite whether within among across "
    "toward "
    "health school city job jobs economic american americans women children family members official officials leaders "
    "support policy deal talk talks run running move hand face side change",
};
enum { NTIERS = sizeof tiers / sizeof tiers[0] };

void slant_commonness_open(struct slant_commonness *c)
{
    memset(c, 0, sizeof *c);
    for (uint32_t tier = 0; tier < NTIERS; tier++)
        for (const char *p = tiers[tier]; *p != '\0';) {
            size_t len = strcspn(p, " ");
            uint32_t at = (uint32_t)slant_hash(p, len) & (SLANT_COMMON_SLOTS - 1);
            while (c->slots[at].word != NULL)
                at = (at + 1) & (SLANT_COMMON_SLOTS - 1);
            c->slots[at].word = p;
            c->slots[at].len = (uint16_t)len;
            c->slots[at].per_million = tier_per_million[tier];
            p += len + (p[len] == ' ');
        }
}

uint32_t slant_commonness_of(const struct slant_commonness *c, const char *word, size_t len)
{
    for (uint32_t at = (uint32_t)slant_hash(word, len) & (SLANT_COMMON_SLOTS - 1); c->slots[at].word != NULL;
         at = (at + 1) & (SLANT_COMMON_SLOTS - 1))
        if (c->slots[at].len == len && memcmp(c->slots[at].word, word, len) == 0)
            return c->slots[at].per_million;
    return 5;
}

uint32_t slant_commonness_of_set(uint32_t set_bit)
{
    switch (set_bit) {
    case SLANT_SET_DET:
        return 120000;
    case SLANT_SET_PRON:
        return 50000;
    case SLANT_SET_BE:
        return 40000;
    case SLANT_SET_PEOPLE:
        return 2000;
    case SLANT_SET_DO:
    case SLANT_SET_TIME:
        return 5000;
    default:
        return 15000;
    }
}
