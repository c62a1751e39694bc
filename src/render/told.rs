//! The facts of an answer → [`Block`]s: the figure first, one sentence, the quote, who said it and on what occasion.
//!
//! One fact is told whole; two or three more tightly, with one source line where they share it; more of them as a list.
//! [`Focus`] puts the side that was asked for first: "says who?" leads with the speaker.

use super::block::{Block, Item};
use super::document::{Words, missing};
use crate::answer::{Focus, Reply, Verdict};
use crate::knowledge::{Basis, ConceptId, Fact, FactId, Figure};
use crate::text::Span;

/// With more facts than this, a reply is a list: quotes would fill several phone screens.
const MOST_WITH_QUOTES: usize = 3;
/// With more facts than this, a list names what each is about instead of telling it: a message has its limit.
const MOST_WITH_SENTENCES: usize = 12;
/// A quote that is longer, in bytes, fills half a phone screen, so it may be collapsed.
const LONG_QUOTE: usize = 250;
/// The same where other facts follow.
const LONG_QUOTE_AMONG_OTHERS: usize = 120;
/// The quotes behind a computed figure are shown up to this length in all, in bytes: the working matters more.
const MOST_OPERAND_QUOTES: usize = 320;

/// The blocks of a reply that states facts; there is at least one.
pub(super) fn answer(words: &Words<'_>, reply: &Reply) -> Vec<Block> {
    let phrases = &words.kb.phrases;
    let mut facts = Vec::new();
    for id in &reply.facts {
        if !facts.contains(id) {
            facts.push(*id);
        }
    }
    let mut blocks = Vec::new();
    let alone = facts.len() == 1;
    let verdict = match reply.verdict {
        Some(Verdict::Yes) if !alone => Some(&phrases.yes),
        Some(Verdict::No) if !alone => Some(&phrases.no),
        None if reply.whether => Some(&phrases.not_settled),
        _ => None,
    };
    blocks.extend(verdict.map(|verdict| Block::Verdict(words.phrase(verdict, &[]))));
    if facts.len() > MOST_WITH_QUOTES {
        blocks.extend(list(words, &facts));
    } else {
        let teller = Teller { words, reply, alone };
        let told: Vec<_> = facts.iter().map(|id| teller.fact(*id)).collect();
        let voices: Vec<_> = told.iter().map(|told| told.sources.clone()).collect();
        for (at, told) in told.into_iter().enumerate() {
            blocks.extend(told.blocks);
            if voices.get(at + 1) != Some(&told.sources) {
                blocks.extend(told.sources.into_iter().map(Block::Source));
            }
        }
    }
    if let Some(missing) = missing(words, &reply.missing) {
        blocks.push(Block::Note(words.phrase(&phrases.also_missing, &[("missing", &missing)])));
    }
    blocks
}

/// One line a fact, then who said them.
fn list(words: &Words<'_>, facts: &[FactId]) -> Vec<Block> {
    let item = |id: &FactId| {
        let fact = &words.kb[*id];
        let rest = if facts.len() > MOST_WITH_SENTENCES {
            words.phrase(&words.kb.phrases.with_question, &[("question", words.text(&fact.question))])
        } else {
            format!(" — {}", words.text(&fact.wording))
        };
        Item::bullet(headline(words, fact), rest)
    };
    let mut voices = Vec::new();
    for id in facts {
        for voice in voices_of(words, &words.kb[*id]) {
            if !voices.contains(&voice) {
                voices.push(voice);
            }
        }
    }
    let sources = voices.into_iter().map(|voice| Block::Source(source(words, voice)));
    std::iter::once(Block::List(facts.iter().map(item).collect())).chain(sources).collect()
}

/// Each fact of an answer in one line with where it is from, to be quoted elsewhere.
pub(super) fn citations(words: &Words<'_>, reply: &Reply) -> Vec<String> {
    let phrases = &words.kb.phrases;
    let line = |id: &FactId| {
        let fact = &words.kb[*id];
        let computed = matches!(fact.basis, Basis::Derived { .. });
        let note = computed.then(|| words.phrase(&phrases.computed, &[]));
        let sources = voices_of(words, fact).into_iter().map(|voice| source(words, voice));
        let parts: Vec<_> = std::iter::once(headline(words, fact)).chain(note).chain(sources).collect();
        parts.join(" · ")
    };
    reply.facts.iter().map(line).collect()
}

/// A fact told: its blocks without the source lines, which neighbours may share.
struct Told {
    blocks: Vec<Block>,
    sources: Vec<String>,
}

/// How the facts of one reply are told.
struct Teller<'a> {
    words: &'a Words<'a>,
    reply: &'a Reply,
    alone: bool,
}

impl Teller<'_> {
    fn fact(&self, id: FactId) -> Told {
        let (words, phrases) = (self.words, &self.words.kb.phrases);
        let fact = &words.kb[id];
        let plain = |phrase| words.phrase(phrase, &[]);
        let headline = headline(words, fact);
        match (self.reply.focus, &fact.basis) {
            (Focus::Quote, Basis::Stated { .. }) => self.quoted(fact),
            (Focus::Quote, Basis::Derived { .. }) => self.whole(fact, plain(&phrases.no_quote)),
            (Focus::Source, Basis::Stated { voice, .. }) => self.sourced(fact, *voice),
            (Focus::Source, Basis::Derived { .. }) => self.whole(fact, plain(&phrases.nobody_said)),
            (Focus::Computed, Basis::Stated { .. }) => self.whole(fact, plain(&phrases.stated)),
            (Focus::Computed, Basis::Derived { .. }) => self.whole(fact, plain(&phrases.computed)),
            (Focus::Basis, _) if !fact.figures.is_empty() => {
                let basis = self.named(fact, |figure| figure.basis);
                let known = basis.map(|basis| words.phrase(&phrases.basis, &[("basis", basis)]));
                self.whole(fact, known.unwrap_or_else(|| plain(&phrases.no_basis)))
            }
            (Focus::Period, _) if !fact.figures.is_empty() => {
                let period = self.named(fact, |figure| figure.period);
                let known = period.map(|period| words.phrase(&phrases.period, &[("period", period)]));
                self.whole(fact, known.unwrap_or_else(|| plain(&phrases.no_period)))
            }
            (Focus::Fact | Focus::Basis | Focus::Period, _) => self.whole(fact, headline),
        }
    }

    /// The name of a concept that the first figure with one has.
    fn named(&self, fact: &Fact, of: impl Fn(&Figure) -> Option<ConceptId>) -> Option<&str> {
        let concept = fact.figures.iter().find_map(of)?;
        Some(self.words.text(&self.words.kb[concept].name)).filter(|name| !name.is_empty())
    }

    /// The leading line, the sentence, and what it rests on.
    fn whole(&self, fact: &Fact, first: String) -> Told {
        let mut blocks =
            vec![Block::Headline(self.with_verdict(first)), Block::Sentence(self.words.text(&fact.wording).to_owned())];
        let sources = match &fact.basis {
            Basis::Stated { quote, voice } => {
                blocks.push(self.quote(*quote));
                vec![self.original(&source(self.words, *voice))]
            }
            Basis::Derived { .. } => {
                let quotes = self.computed(fact, &mut blocks);
                let mark = |voice| {
                    let source = source(self.words, voice);
                    if quotes { self.original(&source) } else { source }
                };
                voices_of(self.words, fact).into_iter().map(mark).collect()
            }
        };
        Told { blocks, sources }
    }

    /// The quote first, in full.
    fn quoted(&self, fact: &Fact) -> Told {
        let Basis::Stated { quote, voice } = fact.basis else { return self.whole(fact, String::new()) };
        let phrases = &self.words.kb.phrases;
        let verdict = match self.reply.verdict {
            Some(Verdict::Yes) if self.alone => Some(&phrases.yes),
            Some(Verdict::No) if self.alone => Some(&phrases.no),
            _ => None,
        };
        let mut blocks: Vec<_> =
            verdict.map(|verdict| Block::Verdict(self.words.phrase(verdict, &[]))).into_iter().collect();
        blocks.push(Block::Quote { text: quote.of(&self.words.kb.source).to_owned(), collapsed: false });
        blocks.push(Block::Sentence(self.words.text(&fact.wording).to_owned()));
        Told { blocks, sources: vec![self.original(&source(self.words, voice))] }
    }

    /// The speaker first.
    fn sourced(&self, fact: &Fact, voice: usize) -> Told {
        let Some(voice) = self.words.kb.announcement.voices.get(voice) else {
            return self.whole(fact, self.words.text(&fact.headline).to_owned());
        };
        let mut told = self.whole(fact, capitalised(self.words.text(&voice.who)));
        told.sources = vec![self.original(&capitalised(self.words.text(&voice.occasion)))];
        told
    }

    /// The working, the assumption, and the quotes of the figures used where they are short. Whether it gave quotes.
    fn computed(&self, fact: &Fact, blocks: &mut Vec<Block>) -> bool {
        let Basis::Derived { operands, working, assumption } = &fact.basis else { return false };
        let (words, phrases) = (self.words, &self.words.kb.phrases);
        let working = words.phrase(&phrases.computed_from, &[("working", words.text(working))]);
        blocks.push(Block::Working(working));
        if let Some(assumption) = assumption {
            let assumption = words.phrase(&phrases.assuming, &[("assumption", words.text(assumption))]);
            blocks.push(Block::Note(assumption));
        }
        let quotes = widest(operands.iter().filter_map(|id| match words.kb[*id].basis {
            Basis::Stated { quote, .. } => Some(quote),
            Basis::Derived { .. } => None,
        }));
        let shown = quotes.iter().map(|quote| quote.len()).sum::<usize>() <= MOST_OPERAND_QUOTES;
        if shown {
            blocks.extend(quotes.iter().map(|quote| self.quote(*quote)));
        }
        shown && !quotes.is_empty()
    }

    /// The first line with the verdict, where the reply is about this fact alone.
    fn with_verdict(&self, headline: String) -> String {
        let phrases = &self.words.kb.phrases;
        let phrase = match self.reply.verdict {
            Some(Verdict::Yes) if self.alone => &phrases.verdict_yes,
            Some(Verdict::No) if self.alone => &phrases.verdict_no,
            _ => return headline,
        };
        self.words.phrase(phrase, &[("headline", &headline)])
    }

    fn quote(&self, quote: Span) -> Block {
        let long = if self.alone { LONG_QUOTE } else { LONG_QUOTE_AMONG_OTHERS };
        Block::Quote { text: quote.of(&self.words.kb.source).to_owned(), collapsed: quote.len() > long }
    }

    /// The source line of a quote.
    fn original(&self, source: &str) -> String {
        self.words.phrase(&self.words.kb.phrases.original, &[("source", source)])
    }
}

/// The spans without those that another one holds, in order.
pub(super) fn widest(spans: impl Iterator<Item = Span>) -> Vec<Span> {
    let holds = |outer: &Span, inner: &Span| outer.start <= inner.start && inner.end <= outer.end;
    let mut widest: Vec<Span> = Vec::new();
    for span in spans {
        if !widest.iter().any(|kept| holds(kept, &span)) {
            widest.retain(|kept| !holds(&span, kept));
            widest.push(span);
        }
    }
    widest
}

/// Who says a fact, or the figures that it is computed from: places in the announcement's voices.
fn voices_of(words: &Words<'_>, fact: &Fact) -> Vec<usize> {
    let mut voices = Vec::new();
    let mut add = |basis: &Basis| {
        if let Basis::Stated { voice, .. } = basis
            && !voices.contains(voice)
        {
            voices.push(*voice);
        }
    };
    match &fact.basis {
        Basis::Derived { operands, .. } => operands.iter().for_each(|id| add(&words.kb[*id].basis)),
        stated @ Basis::Stated { .. } => add(stated),
    }
    voices
}

/// "Ann Lee, librarian · press briefing, May 2"
pub(super) fn source(words: &Words<'_>, voice: usize) -> String {
    let Some(voice) = words.kb.announcement.voices.get(voice) else { return String::new() };
    let (who, occasion) = (words.text(&voice.who), words.text(&voice.occasion));
    capitalised(&words.phrase(&words.kb.phrases.source, &[("who", who), ("occasion", occasion)]))
}

/// What leads a fact: its figure, with the day that it holds for, and that it was corrected where it was.
pub(super) fn headline(words: &Words<'_>, fact: &Fact) -> String {
    let phrases = &words.kb.phrases;
    let mut headline = words.text(&fact.headline).to_owned();
    if let Some(day) = &fact.as_of {
        headline = words.phrase(&phrases.as_of, &[("headline", &headline), ("day", words.text(day))]);
    }
    if fact.superseded_by.is_some() {
        headline = words.phrase(&phrases.corrected, &[("headline", &headline)]);
    }
    headline
}

/// The text with a capital first letter: a line of its own begins with it.
pub(super) fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(char::to_uppercase).into_iter().flatten().chain(characters).collect()
}
