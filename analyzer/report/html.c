/* html: one article with its marks as one page that needs nothing else: no script, no network. */
#include "report/report.h"

#include <string.h>

#include "report/first.h"
#include "report/framing.h"
#include "report/layers.h"
#include "report/page.h"
#include "report/plain.h"
#include "report/sources.h"
#include "report/speakers.h"

#define LIT(out, text) slant_buffer_add((out), (text), sizeof(text) - 1)

enum { FRAGMENT = 130 };

/* ---- head --------------------------------------------------------------------------------------------- */

static void document_head(const struct slant_result *result, struct slant_buffer *out)
{
    struct slant_str title = slant_title_of(result);
    LIT(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
             "<meta http-equiv=\"Content-Security-Policy\" "
             "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
             "<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    slant_page_str(out, title.len != 0 ? title : result->article->id);
    LIT(out, " – slant</title>\n<style>\n");
    slant_report_html_style(out);
    LIT(out, "html{background:var(--paper)}body{margin:0}\n</style>\n</head>\n<body>\n");
}

static void article_head(const struct slant_result *result, struct slant_buffer *out)
{
    struct slant_buffer line = {0};
    LIT(out, "<header>\n<h1>");
    if (!slant_page_headline(result, out))
        LIT(out, "(no title)");
    LIT(out, "</h1>\n<p class=\"by ui\">");
    slant_plain_byline(&line, result);
    slant_buffer_html(out, line.data, line.len);
    LIT(out, "</p>\n</header>\n");
    out->failed |= line.failed;
    slant_buffer_free(&line);
}

/* ---- numbers ------------------------------------------------------------------------------------------ */

static void who_speaks(const struct slant_result *result, struct slant_buffer *out)
{
    static const char *const classes[] = {"bo", "bq", "br"};
    static const char *const names[] = {"the outlet", "quoted", "reported"};
    char number[SLANT_NUMBER];
    if (result->words == 0) {
        LIT(out, "<p>There are no words in this article.</p>\n");
        return;
    }
    LIT(out, "<h2>Who speaks</h2>\n<div class=\"bar\" aria-hidden=\"true\">");
    for (int voice = 0; voice < SLANT_NVOICES; voice++) {
        double share = 100.0 * result->voice_words[voice] / result->words;
        slant_buffer_printf(out, "<span class=\"%s\" style=\"width:", classes[voice]);
        slant_buffer_decimal(out, share, 2);
        LIT(out, "%\"></span>");
    }
    LIT(out, "</div>\n<ul class=\"key\">");
    for (int voice = 0; voice < slant_voices_told(result); voice++)
        slant_buffer_printf(out, "<li><i class=\"%s\"></i>%s %s&nbsp;%%</li>", classes[voice], names[voice],
                            slant_plain_percent(result->voice_words[voice], result->words, number));
    LIT(out, "</ul>\n");
}

static void measure_name(const struct slant_measure *measure, struct slant_buffer *out)
{
    const struct slant_measure_look *look = slant_measure_look(measure->name);
    LIT(out, "<tr><th scope=\"row\">");
    slant_page_puts(out, look != NULL ? look->plain : measure->name);
    uint32_t kinds = measure->nkinds > 1 ? measure->nkinds : 0; /* a single one says nothing more */
    for (uint32_t i = 0; i < kinds; i++) {
        slant_buffer_puts(out, i == 0 ? "<small>" : ", ");
        slant_page_puts(out, slant_kind_plain(measure->kinds[i].kind));
        slant_buffer_printf(out, "&nbsp;%u", measure->kinds[i].count);
    }
    slant_buffer_puts(out, kinds > 0 ? "</small></th>" : "</th>");
}

static void measure_rate(const struct slant_measure *measure, struct slant_buffer *out)
{
    struct slant_buffer words = {0};
    slant_plain_rate(&words, measure);
    slant_buffer_puts(out, measure->has_voices ? "<td>" : "<td colspan=\"3\">");
    slant_buffer_html(out, words.data, words.len);
    LIT(out, "</td>");
    out->failed |= words.failed;
    slant_buffer_free(&words);
}

static void measure_row(const struct slant_measure *measure, int voices, struct slant_buffer *out)
{
    const struct slant_measure_look *look = slant_measure_look(measure->name);
    if (look != NULL && look->plain == NULL) /* the page says it elsewhere */
        return;
    measure_name(measure, out);
    measure_rate(measure, out);
    for (int voice = SLANT_VOICE_QUOTED; voice < voices && measure->has_voices; voice++)
        slant_buffer_printf(out, "<td class=\"n\">%u</td>", measure->by_voice[voice]);
    LIT(out, "</tr>\n");
}

/* A row of plain words behind its name, if there are any. */
static void worded_row(const char *name, void (*words)(const struct slant_result *, struct slant_buffer *),
                       const struct slant_result *result, struct slant_buffer *out)
{
    struct slant_buffer line = {0};
    words(result, &line);
    if (line.len > 0) {
        LIT(out, "<tr><th scope=\"row\">");
        slant_page_puts(out, name);
        LIT(out, "</th><td colspan=\"3\">");
        slant_buffer_html(out, line.data, line.len);
        LIT(out, "</td></tr>\n");
    }
    out->failed |= line.failed;
    slant_buffer_free(&line);
}

static void numbers(const struct slant_result *result, struct slant_buffer *out)
{
    LIT(out, "<section class=\"ui\">\n");
    who_speaks(result, out);
    if (result->nmeasures > 0) {
        LIT(out, "<h2>In numbers</h2>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"In "
                 "numbers\"><table>\n<caption>Brackets: how many were found.</caption>\n<thead><tr><th "
                 "scope=\"col\">What</th><th scope=\"col\">outlet’s own voice</th><th scope=\"col\" "
                 "class=\"n\">quoted</th>");
        if (slant_voices_told(result) > SLANT_VOICE_REPORTED)
            LIT(out, "<th scope=\"col\" class=\"n\">reported</th>");
        LIT(out, "</tr></thead>\n<tbody>\n");
        for (uint32_t i = 0; i < result->nmeasures; i++)
            measure_row(&result->measures[i], slant_voices_told(result), out);
        worded_row("Sources", slant_sources_heard, result, out);
        worded_row("Attribution", slant_sources_cues, result, out);
        worded_row("Frames", slant_framing_frames, result, out);
        worded_row("Names chosen", slant_framing_names, result, out);
        LIT(out, "</tbody></table></div>\n");
    }
    LIT(out, "</section>\n");
}

/* ---- reasons ------------------------------------------------------------------------------------------ */

static void reason(const struct slant_mark *mark, struct slant_buffer *out)
{
    struct slant_buffer title = {0};
    slant_mark_title(&title, mark);
    slant_buffer_html(out, title.data, title.len);
    out->failed |= title.failed;
    slant_buffer_free(&title);
    if (mark->why[0] != '\0') {
        LIT(out, ": ");
        slant_page_puts(out, mark->why);
    }
    if (mark->plainer[0] != '\0') {
        LIT(out, ". <b>Plainer:</b> ");
        slant_page_puts(out, mark->plainer);
    }
}

static void look_first(const struct slant_result *result, struct slant_buffer *out)
{
    uint32_t marks[SLANT_FIRST];
    unsigned n = slant_first_marks(result, marks);
    if (n == 0)
        return;
    LIT(out, "<section class=\"ui\">\n<h2>Look first at</h2>\n<ul>\n");
    for (unsigned i = 0; i < n; i++) {
        const struct slant_mark *mark = &result->marks[marks[i]];
        struct slant_fragment part = slant_fragment_of(result, mark, FRAGMENT);
        slant_buffer_puts(out, part.cut_before ? "<li><span class=\"fragment\">…" : "<li><span class=\"fragment\">");
        slant_page_str(out, part.before);
        slant_buffer_printf(out, "<a href=\"#m%u\"><b>", marks[i] + 1);
        slant_page_str(out, part.marked);
        LIT(out, "</b></a>");
        slant_page_str(out, part.after);
        slant_buffer_puts(out, part.cut_after ? "…</span><small>" : "</span><small>");
        reason(mark, out);
        LIT(out, "</small></li>\n");
    }
    LIT(out, "</ul>\n</section>\n");
}

static const char *voice_words(const struct slant_mark *mark)
{
    if (mark->layer == SLANT_FURNITURE || mark->layer == SLANT_CUE)
        return "";
    static const char *const words[] = {" In the outlet’s own voice.", " In a quotation.", " In reported words."};
    return words[mark->voice];
}

static void every_mark(const struct slant_result *result, struct slant_buffer *out)
{
    if (result->nmarks == 0)
        return;
    LIT(out, "<section class=\"ui\">\n<h2>Every mark, and why</h2>\n<ol>\n");
    for (uint32_t i = 0; i < result->nmarks; i++) {
        const struct slant_mark *mark = &result->marks[i];
        slant_buffer_printf(out, "<li id=\"n%u\"><a href=\"#m%u\">", i + 1, i + 1);
        slant_page_str(out, mark->span.text);
        slant_buffer_printf(out, "</a> <b>%s</b> ", slant_layer_look(mark->layer)->sign);
        reason(mark, out);
        slant_buffer_putc(out, '.');
        slant_buffer_puts(out, voice_words(mark));
        LIT(out, "<small>");
        if (mark->source[0] != '\0') {
            slant_page_puts(out, mark->source);
            LIT(out, " · ");
        }
        slant_page_puts(out, mark->lexicon);
        LIT(out, ": ");
        slant_page_puts(out, mark->entry);
        LIT(out, "</small></li>\n");
    }
    LIT(out, "</ol>\n</section>\n");
}

/* ---- legend and article ------------------------------------------------------------------------------- */

static void legend_voices(const struct slant_result *result, struct slant_buffer *out)
{
    int seen[SLANT_NVOICES] = {0};
    for (uint32_t i = 0; i < result->nruns; i++)
        seen[result->runs[i].voice] = 1;
    if (seen[SLANT_VOICE_QUOTED])
        LIT(out, "<li><span class=\"q\">“quoted”</span>: somebody’s own words; a solid rule in the margin</li>\n");
    if (seen[SLANT_VOICE_REPORTED])
        LIT(out, "<li><span class=\"r\">reported</span>: what somebody said, in the writer’s words; between "
                 "braces, a dotted rule in the margin</li>\n");
}

static void legend(const struct slant_result *result, struct slant_buffer *out)
{
    unsigned total[SLANT_NLAYERS] = {0};
    for (uint32_t i = 0; i < result->nmarks; i++)
        total[result->marks[i].layer]++;
    LIT(out, "<ul class=\"legend ui\">\n");
    if (result->nmarks == 0)
        LIT(out, "<li>Nothing was found to mark.</li>\n");
    for (int layer = 0; layer < SLANT_NLAYERS; layer++) {
        const struct slant_layer_look *look = slant_layer_look((enum slant_layer)layer);
        if (total[layer] == 0)
            continue;
        slant_buffer_printf(out, "<li><b>%s</b> <mark class=\"%s\">%s</mark> × %u: %s</li>\n", look->sign,
                            slant_layer_name((enum slant_layer)layer), look->plain, total[layer], look->meaning);
    }
    legend_voices(result, out);
    LIT(out, "</ul>\n");
}

static void speakers(const struct slant_result *result, struct slant_buffer *out)
{
    struct slant_speakers all;
    slant_speakers_gather(result, &all);
    if (all.n == 0)
        return;
    LIT(out, "<section class=\"ui\">\n<h2>Who says what</h2>\n<table>\n<thead><tr><th>source</th><th>how often</th>"
             "<th>what it is</th><th>by the words</th></tr></thead>\n<tbody>\n");
    for (uint32_t i = 0; i < all.n; i++) {
        const struct slant_speaker *speaker = &all.rows[i];
        LIT(out, "<tr><th scope=\"row\">");
        if (speaker->name.len > 0)
            slant_page_str(out, speaker->name);
        else
            LIT(out, "nobody is given");
        slant_buffer_printf(out, "</th><td>%u</td><td>%s</td><td>", speaker->attributions,
                            speaker->name.len > 0 ? slant_speakers_class(speaker->source_class) : "");
        for (uint32_t k = 0; k < speaker->ncues; k++) {
            slant_buffer_puts(out, k > 0 ? ", " : "");
            slant_page_str(out, speaker->cues[k].text);
            if (speaker->cues[k].count > 1)
                slant_buffer_printf(out, " × %u", speaker->cues[k].count);
            if (speaker->cues[k].stance[0] != '\0' && strcmp(speaker->cues[k].stance, "neutral") != 0)
                slant_buffer_printf(out, " (%s)", speaker->cues[k].stance);
        }
        LIT(out, "</td></tr>\n");
    }
    LIT(out, "</tbody>\n</table>\n</section>\n");
}

static void text(const struct slant_result *result, struct slant_buffer *out)
{
    LIT(out, "<section>\n<h2>The article, marked</h2>\n");
    legend(result, out);
    LIT(out, "<article class=\"text\"");
    if (result->language.len != 0) {
        LIT(out, " lang=\"");
        slant_page_str(out, result->language);
        LIT(out, "\"");
    }
    LIT(out, ">\n");
    slant_page_text(result, out);
    LIT(out, "</article>\n</section>\n");
}

void slant_report_html(const struct slant_result *result, const struct slant_report_settings *settings,
                       struct slant_buffer *out)
{
    size_t before = out->len;
    if (!settings->quiet_head)
        document_head(result, out);
    LIT(out, "<main class=\"slant\">\n");
    article_head(result, out);
    numbers(result, out);
    look_first(result, out);
    text(result, out);
    speakers(result, out);
    every_mark(result, out);
    LIT(out, "<footer class=\"ui soft\">\n<h2>What this cannot tell</h2>\n<p>");
    slant_page_puts(out, slant_limits);
    LIT(out, "</p>\n<p>Made with slant " SLANT_VERSION ".</p>\n</footer>\n</main>\n");
    if (!settings->quiet_head)
        LIT(out, "</body>\n</html>\n");
    if (out->failed)
        out->len = before;
}
