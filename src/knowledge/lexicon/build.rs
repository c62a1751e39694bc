//! Surface forms, one after another → the [`Lexicon`].
//!
//! `fresh food` for one concept and `fresh fish` for another give three words and four nodes: the root, `fresh`, and below it
//! `food` and `fish`, at which the two forms end.

use std::sync::OnceLock;

use super::cut::simple;
use super::groups::Groups;
use super::named::Named;
use super::stem::stems;
use super::trie::Growing;
use super::words::Words;
use super::{Lexicon, SurfaceForm, WordId, chat};
use crate::text::TokenKind;
use crate::text::normalise::{is_traditional, normalised};
use crate::text::token::tokens;

/// How many forms there are to a word, roughly.
const FORMS_A_WORD: usize = 3;
/// How many nodes there are to two forms, roughly.
const NODES_A_PAIR: usize = 3;
/// The characters that are looked up by their place: from U+4000 to U+9FFF, as [`simple`] has them.
const HAN: std::ops::Range<usize> = 0x4000..0xa000;

/// The number of the node that every form starts from.
const ROOT: u32 = 0;

/// A lexicon in the making.
pub(super) struct Builder<'t> {
    words: Words,
    loose: Vec<bool>,
    /// The word of each Chinese character that was seen: a traditional one has its simplified one's.
    han: Vec<Option<WordId>>,
    trie: Growing,
    ends: Vec<(u32, Named)>,
    /// The words of the form at hand.
    cut: Vec<(TokenKind, &'t str)>,
}

impl<'t> Builder<'t> {
    /// Nothing yet; room for so many forms.
    pub(super) fn with_capacity(forms: usize) -> Self {
        Self {
            words: Words::with_capacity(forms / FORMS_A_WORD),
            loose: Vec::with_capacity(forms / FORMS_A_WORD),
            han: vec![None; HAN.len()],
            trie: Growing::with_capacity(forms * NODES_A_PAIR / 2),
            ends: Vec::with_capacity(forms),
            cut: Vec::new(),
        }
    }

    /// Adds a form.
    pub(super) fn form(&mut self, form: &SurfaceForm<'t>) {
        let mut node = ROOT;
        let mut cut = std::mem::take(&mut self.cut);
        if simple(form.text, &mut cut) {
            for &(kind, text) in &cut {
                let word = if kind == TokenKind::Han { self.han(text) } else { self.word(kind, text, form.exact) };
                node = self.trie.add(node, word);
            }
        } else {
            for token in tokens(form.text).iter().filter(|token| token.is_text()) {
                let word = self.word(token.kind, &token.text, form.exact);
                node = self.trie.add(node, word);
            }
        }
        self.cut = cut;
        if node != ROOT {
            self.ends.push((node, Named::new(form.concept, form.exact)));
        }
    }

    /// Adds a word; unless it is `exact`, inflections and typos of it are forgiven.
    pub(super) fn word(&mut self, kind: TokenKind, text: &str, exact: bool) -> WordId {
        let word = self.words.add(text);
        let at = word as usize;
        if at == self.loose.len() {
            self.loose.push(false);
        }
        self.loose[at] |= kind == TokenKind::Word && !exact;
        WordId(word)
    }

    /// Adds the word of a Chinese character, which may be a traditional one.
    fn han(&mut self, text: &str) -> WordId {
        let place = text.chars().next().map_or(0, |c| (c as usize).saturating_sub(HAN.start));
        if let Some(Some(word)) = self.han.get(place) {
            return *word;
        }
        let word = if is_traditional(text) {
            self.word(TokenKind::Han, &normalised(text), false)
        } else {
            self.word(TokenKind::Han, text, false)
        };
        if let Some(known) = self.han.get_mut(place) {
            *known = Some(word);
        }
        word
    }

    /// The lexicon of what was added.
    pub(super) fn finish(mut self, english: &'static str) -> Lexicon {
        let inflections = self.inflections();
        let (trie, became) = self.trie.finish();
        for (node, _) in &mut self.ends {
            *node = became[*node as usize].number();
        }
        Lexicon {
            words: self.words,
            loose: self.loose,
            inflections,
            ends: Groups::new(became.len(), &self.ends, |one, other| one.concept() == other.concept()),
            trie,
            english,
            english_lines: OnceLock::new(),
            chat: chat(),
            fuzzy: OnceLock::new(),
            homophones: OnceLock::new(),
        }
    }

    /// The loose words by their stems, which become words too.
    fn inflections(&mut self) -> Groups<WordId> {
        let mut pairs = Vec::with_capacity(self.loose.len());
        let mut text = String::new();
        for (at, _) in self.loose.iter().enumerate().filter(|&(_, &loose)| loose) {
            let word = at as u32;
            text.clear();
            text.push_str(self.words.get(word));
            for stem in stems(&text) {
                // Most words are their own stem.
                let number = if *stem == *text { word } else { self.words.add(&stem) };
                pairs.push((number, WordId(word)));
            }
        }
        Groups::new(self.words.len(), &pairs, |_, _| false)
    }
}
