/* rules: what check looks for, each with its page. Ids never change; new ones keep the order. */
#include <string.h>

#include "check/check.h"

/* Where the agencies' rule comes from, and the codebook for the rest. */
#define AGENCIES "Reuters Handbook of Journalism; AFP Editorial Standards; BBC Editorial Guidelines"

static const struct slant_rule rules[SLANT_NRULES] = {
    [SLANT_RULE_AGENTLESS] = {"agentless", SLANT_SUGGESTION, "harm is done and nobody does it",
                              "Finds passives of harm or force that do not say who did it: \"three were\n"
                              "shot\", \"homes were razed\".\n"
                              "\n"
                              "Why: who is left out of the sentence is left out of the story. When only one\n"
                              "side's acts are told without an agent, readers blame it less.\n"
                              "\n"
                              "Do: name the agent (\"police shot three\"), or say that it is not known (\"three\n"
                              "were shot; it was not clear by whom\").\n"
                              "Leave it: for accidents and nature, and where the next words name the agent.\n",
                              "Fowler 1991; van Leeuwen 1996"},
    [SLANT_RULE_SINGLE_ANONYMOUS] = {"attribution.single-anonymous", SLANT_WARNING,
                                     "an accusation rests on a source without a name",
                                     "Finds accusations (accused, blamed, alleged) whose only source in the\n"
                                     "sentence has no name: \"officials accused the union of sabotage\". What\n"
                                     "prosecutors, lawyers and police allege is left alone.\n"
                                     "\n"
                                     "Why: readers cannot weigh who speaks, and the accused cannot answer. Most\n"
                                     "houses ask for a second source, or for a reason why the name is withheld.\n"
                                     "\n"
                                     "Do: name the source, find a second one, or say why it is not named and what\n"
                                     "the accused replied.\n"
                                     "Leave it: where an earlier sentence names the people who are spoken of.\n",
                                     "AP Statement of News Values; Reuters Handbook of Journalism"},
    [SLANT_RULE_VAGUE] = {"attribution.vague", SLANT_WARNING, "a claim is ascribed to nobody who could be found",
                          "Finds attributions without anybody behind them: \"some say\", \"critics argue\",\n"
                          "\"it is widely believed\", \"is said to\", \"is seen as\".\n"
                          "\n"
                          "Why: it looks like a source and is none. The writer's own view, or one caller's,\n"
                          "becomes what everybody thinks.\n"
                          "\n"
                          "Do: say who (\"two of the five board members say\"), or drop the claim.\n"
                          "Leave it: where the next sentence names them.\n",
                          "BBC Editorial Guidelines; Reuters Handbook of Journalism"},
    [SLANT_RULE_BOOSTER] = {"booster", SLANT_OFF, "the outlet adds weight to a claim",
                            "Finds words that strengthen a claim in the outlet's own voice: \"clearly\",\n"
                            "\"of course\", \"without doubt\". Off unless switched on: in features they are\n"
                            "at home.\n"
                            "\n"
                            "Why: evidence convinces; a booster asks to be believed without it.\n"
                            "\n"
                            "Do: leave the word out, or put what makes it certain in its place.\n",
                            "Hyland 2005"},
    [SLANT_RULE_CUE_DISTANCING] =
        {"cue.distancing", SLANT_OFF, "a reporting word doubts what the source says",
         "Finds \"claimed\", \"alleged\", \"insisted\" and their like. Off unless switched on.\n"
         "\n"
         "Why: \"said\" takes no side. When one party says and the other claims, the\n"
         "reader has been told whom to believe.\n"
         "\n"
         "Do: write \"said\".\n"
         "Leave it: \"alleged\" before a court has decided.\n",
         "AP Stylebook; Reuters Handbook of Journalism"},
    [SLANT_RULE_CUE_ENDORSING] = {"cue.endorsing", SLANT_OFF, "a reporting word vouches for what the source says",
                                  "Finds \"admitted\", \"revealed\", \"pointed out\" and their like: they take it for\n"
                                  "granted that what follows is true. Off unless switched on.\n"
                                  "\n"
                                  "Why: \"said\" takes no side; \"admitted\" adds guilt as well.\n"
                                  "\n"
                                  "Do: write \"said\", unless the outlet knows it to be true and says how.\n",
                                  "AP Stylebook; Reuters Handbook of Journalism"},
    [SLANT_RULE_HEADLINE_STRONGER] =
        {"headline.stronger", SLANT_WARNING, "the headline says more than the body",
         "Finds a headline with a loaded word that the body never uses (and a lead that\n"
         "does not open in that tone), and a headline that states flatly what the first\n"
         "sentences hedge (\"may\", \"allegedly\"). Headlines with a source (\"…, says\n"
         "union\"), questions, and claims called claims are left alone.\n"
         "\n"
         "Why: many read nothing else, and what they read stays even when the body\n"
         "corrects it.\n"
         "\n"
         "Do: use the body's word; keep the hedge (\"may\", \"accused of\"); name the source.\n",
         "Ecker et al. 2014"},
    [SLANT_RULE_HEDGE_STACKED] = {"hedge.stacked", SLANT_SUGGESTION, "one claim is hedged twice",
                                  "Finds two hedges, at most a word apart, that weaken one claim: \"could\n"
                                  "possibly\", \"allegedly may have\", \"appears to suggest\".\n"
                                  "\n"
                                  "Why: the reader no longer knows what is claimed, or by whom.\n"
                                  "\n"
                                  "Do: keep one; better, say what is known and what is not.\n",
                                  "Hyland 1998"},
    [SLANT_RULE_HOUSE_WORD] = {"house.word", SLANT_WARNING, "a word of a list of the house's own",
                               "Finds, in the outlet's own voice, the entries of lexicons of your own making:\n"
                               "any file NAME.tsv in a folder of lexicons is a layer of that name.\n"
                               "\n"
                               "Why: the entry says it. Houses list here what their style book rules.\n"
                               "\n"
                               "Do: take the plainer wording of the entry.\n",
                               "the entry's source"},
    [SLANT_RULE_INSINUATION_FACTIVE] =
        {"insinuation.factive", SLANT_SUGGESTION, "something is taken for granted in passing",
         "Finds words in the outlet's own voice that take what follows for granted:\n"
         "\"failed to\", \"the fact that\", \"lays bare\".\n"
         "\n"
         "Why: what is presupposed is not argued, and so is hard to question: \"failed to\n"
         "protect\" says that it was their duty.\n"
         "\n"
         "Do: say what happened (\"did not\"), and who thinks that it should have.\n"
         "Leave it: where the fact is beyond dispute, or the duty is law.\n",
         "Recasens et al. 2013"},
    [SLANT_RULE_INSINUATION] = {"insinuation.insinuation", SLANT_SUGGESTION, "something is hinted at and not said",
                                "Finds hints in the outlet's own voice: \"so-called\", \"conveniently\",\n"
                                "\"self-styled\", \"not surprisingly\".\n"
                                "\n"
                                "Why: a hint judges without having to prove anything.\n"
                                "\n"
                                "Do: leave it out, or say openly what is doubtful and who doubts it.\n",
                                "Reuters Handbook of Journalism"},
    [SLANT_RULE_LEAD_EVALUATION] = {"lead.evaluation", SLANT_WARNING, "the first paragraph judges, and gives no source",
                                    "Finds words of judgement, drama or image in the outlet's own voice in the first\n"
                                    "paragraph, in a sentence in which nobody is given as the source.\n"
                                    "\n"
                                    "Why: the lead frames all that follows.\n"
                                    "\n"
                                    "Do: open with what happened; give the judgement to who made it, further down.\n"
                                    "Leave it: in pages marked as opinion (switch it off for their folder).\n",
                                    "Reuters Handbook of Journalism"},
    [SLANT_RULE_EMOTIVE] = {"loaded.emotive", SLANT_SUGGESTION, "a word raises the temperature",
                            "Finds words in the outlet's own voice that stir where a plainer one would\n"
                            "inform: \"slammed\", \"bloodbath\", \"chaos\".\n"
                            "\n"
                            "Why: the surplus over the plain word is feeling, not fact.\n"
                            "\n"
                            "Do: take the plainer word: criticised, killings, disorder.\n"
                            "Leave it: where it is the exact word, or somebody else's: then quote it.\n",
                            "Martin & White 2005"},
    [SLANT_RULE_EUPHEMISM] = {"loaded.euphemism", SLANT_SUGGESTION, "a word hides what was done",
                              "Finds words in the outlet's own voice that cool what a plain one would tell:\n"
                              "\"neutralised\", \"collateral damage\", \"enhanced interrogation\".\n"
                              "\n"
                              "Why: it is one side's language, made so that nothing need be seen.\n"
                              "\n"
                              "Do: say what was done: killed, dead civilians, torture (if a court or a\n"
                              "treaty's body calls it so).\n"
                              "Leave it: as somebody's own words, in quotation marks and with their name.\n",
                              "Lutz 1989; Reuters Handbook of Journalism"},
    [SLANT_RULE_EVALUATIVE] = {"loaded.evaluative", SLANT_SUGGESTION, "the outlet judges",
                               "Finds words of praise and blame in the outlet's own voice: \"brutal\",\n"
                               "\"shameful\", \"heroic\", \"reckless\".\n"
                               "\n"
                               "Why: readers asked for the facts can judge themselves.\n"
                               "\n"
                               "Do: give the facts that made you think so, or the person who said so.\n"
                               "Leave it: in reviews and comment.\n",
                               "Martin & White 2005; Recasens et al. 2013"},
    [SLANT_RULE_LABEL] = {"loaded.label", SLANT_SUGGESTION, "a contested name for people",
                          "Finds names for people and groups that one side would not accept, in the\n"
                          "outlet's own voice: \"regime\" for government, \"thugs\" for protesters.\n"
                          "\n"
                          "Why: the name decides the argument before it is told.\n"
                          "\n"
                          "Do: say what they do (gunmen, protesters), or what they call themselves, or\n"
                          "who calls them so.\n"
                          "Leave it: where a court has found it, with the court.\n",
                          AGENCIES},
    [SLANT_RULE_METAPHOR] = {"loaded.metaphor", SLANT_SUGGESTION, "an image argues",
                             "Finds images in the outlet's own voice that draw the conclusion: \"a flood of\n"
                             "migrants\", \"a ticking time bomb\", \"a powder keg\".\n"
                             "\n"
                             "Why: nobody argues with a flood; one dams it.\n"
                             "\n"
                             "Do: give the number or the event.\n",
                             "Lakoff & Johnson 1980; Santa Ana 2002"},
    [SLANT_RULE_DEONTIC] = {"opinion.deontic", SLANT_SUGGESTION, "the outlet demands",
                            "Finds demands in the outlet's own voice: \"the council must act\", \"should have\n"
                            "known\", \"ought to\".\n"
                            "\n"
                            "Why: news says what is, comment what should be.\n"
                            "\n"
                            "Do: say who demands it, or which rule.\n"
                            "Leave it: in comment (switch it off for its folder), and of laws (\"drivers\n"
                            "must carry a licence\").\n",
                            "slant codebook"},
    [SLANT_RULE_FIRST_PERSON] = {"opinion.first-person", SLANT_SUGGESTION, "the writer speaks of themselves",
                                 "Finds I, we, our and their like outside quotations.\n"
                                 "\n"
                                 "Why: \"our troops\" and \"we\" make the reader a party.\n"
                                 "\n"
                                 "Do: write the name: the country's troops, the newspaper.\n"
                                 "Leave it: in comment, and where a reporter tells what they saw.\n",
                                 "slant codebook"},
    [SLANT_RULE_IMPERATIVE] = {"opinion.imperative", SLANT_SUGGESTION, "the reader is told what to do",
                               "Finds imperatives to the reader: \"make no mistake\", \"consider\", \"imagine\".\n"
                               "\n"
                               "Do: leave it out.\n"
                               "Leave it: in service pieces and comment.\n",
                               "slant codebook"},
    [SLANT_RULE_QUESTION] = {"opinion.rhetorical-question", SLANT_SUGGESTION, "the outlet asks, and means an answer",
                             "Finds questions in the outlet's own voice, in the headline and in paragraphs.\n"
                             "A question that is a paragraph of its own is read as a heading.\n"
                             "\n"
                             "Why: a question claims without claiming: \"is the mayor still fit for office?\"\n"
                             "\n"
                             "Do: state what is known and who asks.\n"
                             "Leave it: in interviews, explainers and comment.\n",
                             "slant codebook"},
    [SLANT_RULE_UNCLOSED_QUOTE] = {"quote.unclosed", SLANT_WARNING, "a quotation has no end, or no beginning",
                                   "Finds quotation marks that open and do not close in their paragraph (where the\n"
                                   "next one does not go on with a mark of its own), or close and never opened.\n"
                                   "\n"
                                   "Why: the reader cannot tell whose words they are, nor can slant: all that\n"
                                   "follows may be counted in the wrong voice.\n"
                                   "\n"
                                   "Do: add the missing mark.\n",
                                   "slant codebook"},
    [SLANT_RULE_SCARE_QUOTE] = {"scare-quote", SLANT_SUGGESTION, "quotation marks that quote nobody",
                                "Finds a word or a short phrase in quotation marks, in a sentence that gives no\n"
                                "source: a \"peace\" march.\n"
                                "\n"
                                "Why: the marks say \"so they call it\" or \"not really\", and leave open who.\n"
                                "\n"
                                "Do: drop the marks, or say whose word it is.\n"
                                "Leave it: for a term that is being explained, or a title.\n",
                                "Reuters Handbook of Journalism; BBC News style guide"},
    [SLANT_RULE_NO_REASON] = {"suppression.no-reason", SLANT_WARNING, "a suppression gives no reason",
                              "Finds suppressions without ' -- ' and a reason behind it. They hold all the\n"
                              "same.\n"
                              "\n"
                              "Why: the next editor wants to know why it was right to leave it.\n"
                              "\n"
                              "Do: write  <!-- slant off loaded.label -- the court's word -->\n",
                              "slant"},
    [SLANT_RULE_UNKNOWN_RULE] = {"suppression.unknown-rule", SLANT_WARNING, "a suppression names no rule",
                                 "Finds suppressions of rules that there are not, and comments for slant that it\n"
                                 "cannot read.\n"
                                 "\n"
                                 "Do: see 'slant check --list-rules'. A pattern such as loaded.* names several.\n",
                                 "slant"},
    [SLANT_RULE_UNUSED] = {"suppression.unused", SLANT_WARNING, "a suppression has nothing to suppress",
                           "Finds suppressions of which nothing came. One in a suppression file counts as\n"
                           "unused when a file that it names was checked, and no finding was met in any.\n"
                           "\n"
                           "Why: left behind, it would hide the next finding, for a reason long gone.\n"
                           "\n"
                           "Do: take it out.\n",
                           "slant"},
    [SLANT_RULE_TERRORIST] = {"voice.terrorist", SLANT_WARNING, "\"terrorist\" without a source, or set apart by marks",
                              "The news agencies' rule: terrorist, terror group and act of terror are used in\n"
                              "attribution only; never as a single word in quotation marks; never after\n"
                              "so-called. Finds all three. The names of fields and offices (terrorism,\n"
                              "counter-terrorist police) are left alone.\n"
                              "\n"
                              "Why: who is a terrorist is what the parties disagree about. In marks or after\n"
                              "so-called it is no better: the outlet winks.\n"
                              "\n"
                              "Do: say what they did (gunmen, bombers, attackers), or quote at length and name\n"
                              "who says so: the ministry called them \"terrorists bent on murder\".\n"
                              "Leave it: for a conviction, with the court.\n",
                              AGENCIES},
    [SLANT_RULE_UNATTRIBUTED] = {"voice.unattributed-loaded", SLANT_SUGGESTION,
                                 "the outlet judges people or acts, and nobody is given as the source",
                                 "Finds sentences with contested names or words of judgement in the outlet's own\n"
                                 "voice and no attribution at all. Once a sentence.\n"
                                 "\n"
                                 "Why: a judgement needs a judge. Without a source it is the outlet's.\n"
                                 "\n"
                                 "Do: give the source, or take the plainer word.\n"
                                 "Leave it: in comment (switch it off for its folder).\n",
                                 "slant codebook; Recasens et al. 2013"},
};

const struct slant_rule *slant_rule(size_t i)
{
    return i < SLANT_NRULES ? &rules[i] : NULL;
}

static const char *const severity_names[SLANT_NSEVERITIES] = {"off", "suggestion", "warning", "error"};

const char *slant_severity_name(enum slant_severity severity)
{
    return (unsigned)severity < SLANT_NSEVERITIES ? severity_names[severity] : "";
}

int slant_severity_read(const char *word, size_t len)
{
    for (int i = 0; i < SLANT_NSEVERITIES; i++)
        if (strlen(severity_names[i]) == len && memcmp(severity_names[i], word, len) == 0)
            return i;
    return -1;
}

void slant_severities_default(struct slant_severities *severities)
{
    for (size_t i = 0; i < SLANT_NRULES; i++)
        severities->of[i] = (uint8_t)rules[i].severity;
}

int slant_rule_matches(const char *pattern, size_t len, const char *id)
{
    if ((len == 1 && *pattern == '*') || (len == 3 && memcmp(pattern, "all", 3) == 0))
        return 1;
    if (len > 2 && memcmp(pattern + len - 2, ".*", 2) == 0)
        return strlen(id) > len - 1 && memcmp(pattern, id, len - 1) == 0;
    return strlen(id) == len && memcmp(pattern, id, len) == 0;
}

unsigned slant_severities_set(struct slant_severities *severities, const char *pattern, size_t len,
                              enum slant_severity severity)
{
    unsigned n = 0;
    for (size_t i = 0; i < SLANT_NRULES; i++)
        if (slant_rule_matches(pattern, len, rules[i].id)) {
            severities->of[i] = (uint8_t)severity;
            n++;
        }
    return n;
}
