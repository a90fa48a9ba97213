# slant: how a news article is framed, and who says what in it.
# On a fresh Debian machine 'make demo' and 'make test' install what is missing, build, and run.

VERSION := $(shell sed -n 's/^#define SLANT_VERSION "\(.*\)"/\1/p' analyzer/slant.h)

# The rooms, in the order in which data flows: a room includes itself, the ground floor (base, stats), and rooms before
# it. tests/lint/flow.sh holds the code to this line.
GROUND := base stats
ROOMS := input decode tokenize stem lexicon curate match voices score check audit compare report
PORCH := cli lsp

prefix ?= /usr/local
bindir ?= $(prefix)/bin
libdir ?= $(prefix)/lib
includedir ?= $(prefix)/include
datadir ?= $(prefix)/share
mandir ?= $(datadir)/man
DESTDIR ?=
INSTALL ?= install

CC ?= cc
AR ?= ar
CFLAGS ?= -O2 -g
WARNINGS := -Wall -Wextra -Wshadow -Wconversion -Wpointer-arith -Wstrict-prototypes -Wmissing-prototypes -Wvla
ALL_CFLAGS := -std=gnu11 -D_GNU_SOURCE -Ianalyzer -pthread -DSLANT_DATADIR='"$(datadir)/slant"' $(WARNINGS) $(CFLAGS)
LDLIBS := -ljansson -lstemmer -lgsl -lgslcblas -lutf8proc -lyaml -lzstd -lz -lm

# One folder of objects for each set of flags: make asan and make leave each other's alone.
BUILD ?= build
PACKAGES := gcc libc6-dev libjansson-dev libstemmer-dev libgsl-dev libutf8proc-dev libyaml-dev libzstd-dev zlib1g-dev
TEST_PACKAGES := $(PACKAGES) libcmocka-dev python3 mandoc neovim

LIBRARY_SOURCES := $(sort $(wildcard analyzer/*.c $(foreach room,$(GROUND) $(ROOMS),analyzer/$(room)/*.c)))
CLI_SOURCES := $(sort $(wildcard $(foreach room,$(PORCH),analyzer/$(room)/*.c)))
UNIT_SOURCES := $(sort $(wildcard tests/unit/test_*.c))
LIBRARY_OBJECTS := $(LIBRARY_SOURCES:%.c=$(BUILD)/%.o)
CLI_OBJECTS := $(CLI_SOURCES:%.c=$(BUILD)/%.o)
UNITS := $(UNIT_SOURCES:tests/unit/%.c=$(BUILD)/tests/%)
NUMBER_SOURCES := $(sort $(filter-out tests/numbers/simulate.c,$(wildcard tests/numbers/*.c)))
NUMBERS := $(BUILD)/tests/numbers/golden
SIMULATE := $(BUILD)/tests/numbers/simulate
FORMATTED := $(sort $(wildcard analyzer/*.[ch] analyzer/*/*.[ch] tests/*/*.[ch]))

# The shipped patterns as they are matched: slant starts several times as fast with it, and the same without.
COMPILED := lexicons/en/compiled
MATCHER_SOURCES := $(sort $(wildcard $(foreach room,base stem lexicon,analyzer/$(room)/*.[ch])))
MATCHER_ID := $(shell cat $(MATCHER_SOURCES) | cksum | tr ' ' -)

.PHONY: all demo test check units setup setup-test lint format asan tsan bench quality fitted fitted-subjectivity fitted-cues fit norms numbers simulate accept install \
    uninstall clean help
all: $(BUILD)/slant $(COMPILED)

help:
	@echo 'make            build $(BUILD)/slant'
	@echo 'make demo       install what is missing, build, score the articles under corpus/'
	@echo 'make test       install what is missing, build, run every test'
	@echo 'make lint       one-way flow of the source, guests, headers, layout, man page, static analysis'
	@echo 'make format     lay the source out by .clang-format'
	@echo 'make asan       the tests with the address and undefined-behaviour sanitizers'
	@echo 'make bench      slant beside other programs, as ratios of CPU time [DATA=FILE.jsonl]'
	@echo 'make quality    precision and recall on labelled data [DATA=FOLDER]'
	@echo 'make numbers    the statistics beside R [DATA=FOLDER of tests/numbers/reference'\''s shape]'
	@echo 'make fit        fits the weights of subjectivity and of cues anew [DATA=FOLDER]'
	@echo 'make norms      percentiles of the measures over many articles [DATA=FOLDER]'
	@echo 'make simulate   how often the statistics are wrong where the truth is known (some minutes)'
	@echo 'make accept     take what the golden tests print now as right: read the diff'
	@echo 'make install    to $(prefix) [prefix=, DESTDIR=]'

# ---- building ----

$(BUILD)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c $< -o $@

$(BUILD)/analyzer/lexicon/compiled.o: ALL_CFLAGS += -DSLANT_MATCHER_ID='"$(MATCHER_ID)"'
$(BUILD)/analyzer/lexicon/compiled.o: $(MATCHER_SOURCES)

$(COMPILED): $(BUILD)/slant $(sort $(wildcard lexicons/en/*.tsv))
	@rm -f $@
	SLANT_DATA=. $(BUILD)/slant lexicon compile $@

$(BUILD)/libslant.a: $(LIBRARY_OBJECTS)
	@rm -f $@
	$(AR) rcsD $@ $^

$(BUILD)/slant: $(CLI_OBJECTS) $(BUILD)/libslant.a
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) $^ -o $@ $(LDLIBS)

$(BUILD)/tests/%: $(BUILD)/tests/unit/%.o $(BUILD)/libslant.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) $^ -o $@ -lcmocka $(LDLIBS)

$(NUMBERS): $(NUMBER_SOURCES:%.c=$(BUILD)/%.o) $(BUILD)/libslant.a
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) $^ -o $@ $(LDLIBS)

$(SIMULATE): $(BUILD)/tests/numbers/simulate.o $(BUILD)/libslant.a
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) $^ -o $@ $(LDLIBS)

$(BUILD)/fit/%: $(BUILD)/tests/quality/%.o $(BUILD)/libslant.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) $^ -o $@ $(LDLIBS)

-include $(LIBRARY_OBJECTS:.o=.d) $(CLI_OBJECTS:.o=.d) $(UNIT_SOURCES:%.c=$(BUILD)/%.d) $(NUMBER_SOURCES:%.c=$(BUILD)/%.d) \
    $(BUILD)/tests/quality/fit.d $(BUILD)/tests/quality/fit_cues.d $(SIMULATE).d

# ---- what the machine needs ----

setup:
	@tests/setup.sh $(PACKAGES)

setup-test:
	@tests/setup.sh $(TEST_PACKAGES)

# ---- the two commands of the README ----

demo: setup
	@$(MAKE) --no-print-directory -s all
	@tests/demo.sh $(BUILD)/slant

test: setup-test
	@$(MAKE) --no-print-directory -s check

check: all $(UNITS) $(NUMBERS)
	@tests/run.sh $(BUILD)

units: $(UNITS) $(NUMBERS)

# ---- for developers ----

lint:
	@GROUND='$(GROUND)' ROOMS='$(ROOMS)' PORCH='$(PORCH)' CC='$(CC)' tests/lint/lint.sh

format:
	clang-format -i $(FORMATTED)

SANITIZE := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
asan: setup-test
	@$(MAKE) --no-print-directory -s check BUILD=build/asan CFLAGS='$(SANITIZE)'

tsan: setup-test
	@$(MAKE) --no-print-directory -s check BUILD=build/tsan CFLAGS='-O1 -g -fsanitize=thread'

bench: all
	@tests/setup.sh $(PACKAGES) ripgrep python3 python3-stemmer python3-nltk
	@python3 tests/bench/bench.py --slant $(BUILD)/slant $(if $(DATA),--data $(DATA))

quality: $(BUILD)/slant fitted
	@for model in $(FITTED); do cmp -s $(BUILD)/fit/$$model.weights lexicons/en/$$model.weights || \
	    echo "The lexicons have changed since the weights of $$model were fitted: make fit DATA=$(DATA)" >&2; done
	@python3 tests/quality/quality.py --slant $(BUILD)/slant --data "$(DATA)" \
	    $(if $(findstring subjectivity,$(FITTED)),--held-out $(BUILD)/fit/subjectivity.held-out.tsv) \
	    $(if $(findstring cues,$(FITTED)),--parts $(BUILD)/fit/cues.weights)

# The weights of the fitted measures, from labelled data: a minute's work. 'fitted' leaves them in the build folder.
FITTED = $(if $(wildcard $(DATA)/loaded),subjectivity) $(if $(wildcard $(DATA)/attribution),cues)
fitted: $(addprefix fitted-,$(FITTED))

fitted-subjectivity: $(BUILD)/fit/fit
	@python3 tests/quality/labelled.py subjectivity "$(DATA)" >$(BUILD)/fit/subjectivity.tsv
	@$(BUILD)/fit/fit subjectivity $(BUILD)/fit/subjectivity.tsv . $(BUILD)/fit/subjectivity.held-out.tsv \
	    >$(BUILD)/fit/subjectivity.weights

fitted-cues: $(BUILD)/fit/fit_cues
	@python3 tests/quality/labelled.py cues "$(DATA)" >$(BUILD)/fit/cues.tsv
	@$(BUILD)/fit/fit_cues $(BUILD)/fit/cues.tsv . $(BUILD)/fit/cues.weights >$(BUILD)/fit/cues.weights

# Where the measures lie in many articles: after every change to lexicons, voices or weights.
norms: $(BUILD)/slant
	@mkdir -p $(BUILD)/fit
	@python3 tests/quality/norms.py --slant $(BUILD)/slant --articles "$(DATA)/outlets/articles.jsonl" >$(BUILD)/fit/articles.norms
	@cp $(BUILD)/fit/articles.norms lexicons/en/articles.norms

fit: fitted
	@test -n "$(strip $(FITTED))" || { echo 'fit: name the folder of labelled data: make fit DATA=FOLDER' >&2; exit 2; }
	@for model in $(FITTED); do cp $(BUILD)/fit/$$model.weights lexicons/en/; done

# Its table is a golden file: what differs is shown, and is copied there when it is right.
simulate: $(SIMULATE)
	@nice $(SIMULATE) > $(SIMULATE).txt; status=$$?; \
	    diff -u tests/numbers/simulated.txt $(SIMULATE).txt && cat $(SIMULATE).txt && exit $$status

numbers: $(NUMBERS)
	@$(NUMBERS) "$(if $(DATA),$(DATA),tests/numbers/reference)"

accept: $(BUILD)/slant
	@tests/golden/run.sh $(BUILD)/slant --accept

install: all
	$(INSTALL) -d $(DESTDIR)$(bindir) $(DESTDIR)$(libdir) $(DESTDIR)$(includedir) $(DESTDIR)$(mandir)/man1 \
	    $(DESTDIR)$(datadir)/slant/lexicons/en
	$(INSTALL) -m 755 $(BUILD)/slant $(DESTDIR)$(bindir)/slant
	$(INSTALL) -m 644 $(BUILD)/libslant.a $(DESTDIR)$(libdir)/libslant.a
	$(INSTALL) -m 644 analyzer/slant.h $(DESTDIR)$(includedir)/slant.h
	$(INSTALL) -m 644 analyzer/cli/slant.1 $(DESTDIR)$(mandir)/man1/slant.1
	$(INSTALL) -m 644 lexicons/en/* $(DESTDIR)$(datadir)/slant/lexicons/en/

uninstall:
	rm -f $(DESTDIR)$(bindir)/slant $(DESTDIR)$(libdir)/libslant.a $(DESTDIR)$(includedir)/slant.h \
	    $(DESTDIR)$(mandir)/man1/slant.1
	rm -rf $(DESTDIR)$(datadir)/slant

clean:
	rm -rf build $(COMPILED)
