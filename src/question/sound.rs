//! The forms that a stretch of text sounds like: homophones and pinyin.

use smallvec::smallvec;

use super::pieces::{Kind, Piece, guessable, is_guessable};
use crate::knowledge::KnowledgeBase;
use crate::knowledge::lexicon::Spellings;
use crate::knowledge::lexicon::homophone::push_sound;
use crate::text::{Token, TokenKind};

/// The longest Chinese stretch that is looked up by sound.
const LONGEST_SOUND: usize = 6;
/// The most words in a row that are joined as pinyin.
const LONGEST_PINYIN: usize = 4;
/// Cost of a form found by its sound, and of each wrong character in it.
const SOUND_COST: u16 = 6;

/// Room for a stretch as it is typed and as it sounds.
#[derive(Default)]
pub(super) struct Heard {
    typed: String,
    sound: String,
}

/// How a sentence is typed, as far as it matters to what is heard in it.
#[derive(Clone, Copy)]
pub(super) struct Typed {
    /// Whether its Latin words are Chinese in pinyin.
    pub pinyin: bool,
    /// Which lengths, from the token at hand on, are forms as they stand, a bit for each: what sounds like one serves no better.
    pub written: u32,
}

/// Offers the forms that sound like the characters at `at`, and those written there in pinyin.
pub(super) fn by_sound(
    kb: &KnowledgeBase,
    tokens: &[Token],
    spellings: &[Spellings],
    at: usize,
    Typed { pinyin, written }: Typed,
    Heard { typed, sound }: &mut Heard,
    offer: &mut impl FnMut(Piece, i32),
) {
    typed.clear();
    sound.clear();
    match tokens[at].kind {
        TokenKind::Han => {
            let homophones = kb.lexicon.homophones();
            for (end, token) in tokens.iter().enumerate().take(at + LONGEST_SOUND).skip(at) {
                if token.kind != TokenKind::Han || !push_sound(sound, &token.text) || !homophones.may_start(sound) {
                    break;
                }
                typed.push_str(&token.text);
                if end == at || written & 1 << (end + 1 - at) != 0 {
                    continue;
                }
                for found in homophones.of(typed, sound).filter(|found| is_guessable(kb, found.concept)) {
                    let cost = SOUND_COST * found.wrong as u16;
                    offer(Piece { what: Kind::Forms(smallvec![found.concept]), start: at, end: end + 1, cost }, 0);
                }
            }
        }
        TokenKind::Word if pinyin || spellings[at].is_empty() || spellings[at][0].cost > 0 => {
            for (end, token) in tokens.iter().enumerate().take(at + LONGEST_PINYIN).skip(at) {
                if token.kind != TokenKind::Word {
                    break;
                }
                typed.push_str(&token.text);
                if typed.len() < 4 || (end == at && kb.lexicon.is_english(typed)) {
                    continue;
                }
                let heard = kb.lexicon.homophones().of_pinyin(typed);
                let concepts = guessable(kb, &heard);
                if !concepts.is_empty() {
                    offer(Piece { what: Kind::Forms(concepts), start: at, end: end + 1, cost: 2 }, 0);
                } else if pinyin && !heard.is_empty() {
                    offer(Piece { what: Kind::Forms(heard.into()), start: at, end: end + 1, cost: 4 }, 0);
                }
            }
        }
        _ => {}
    }
}
