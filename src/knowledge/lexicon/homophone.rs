//! Chinese surface forms by their sound: for homophone typos (生先电商 for 生鲜电商) and for pinyin (`shengxian dianshang`).
//!
//! Sounds are toneless pinyin, of the most common reading of each character (crate `pinyin`). They are only worked out once a
//! question needs one.

use pinyin::ToPinyin;

use super::groups::Groups;
use super::words::{Words, hash};
use crate::knowledge::ConceptId;

/// The longest form, in characters, that is looked up by sound.
pub(super) const LONGEST: usize = 8;

/// Chinese forms by sound.
#[derive(Debug)]
pub struct Homophones {
    /// The forms, one after the other.
    texts: String,
    sounds: Words,
    forms: Groups<Form>,
    /// For the starts of sounds whether there is one like it: most of what is typed sounds like no form from its start on.
    starts: Places,
    /// The same for whole sounds: the table of sounds is large, and most of what is asked for isn't in it.
    whole: Places,
}

/// A form that sounds like what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Homophone {
    /// What it names.
    pub concept: ConceptId,
    /// How many characters were typed wrong.
    pub wrong: usize,
}

/// How many bytes are the start of a sound: about two characters.
const START: usize = 6;

/// The start that a sound is filed under; none for one that is hardly longer.
fn filed_start(sound: &str) -> Option<u64> {
    Some(hash(sound.as_bytes().get(..START)?))
}

/// Which texts there may be, by what they are filed under: a bit for each of many places, far more than there are texts.
#[derive(Debug)]
struct Places(Vec<u64>);

impl Places {
    /// How many there are.
    const COUNT: u64 = 1 << 19;

    fn new() -> Self {
        Self(vec![0; (Self::COUNT / u64::from(u64::BITS)) as usize])
    }

    /// Where a text's bit is.
    fn bit(hash: u64) -> (usize, u64) {
        let place = hash % Self::COUNT;
        ((place / u64::from(u64::BITS)) as usize, 1 << (place % u64::from(u64::BITS)))
    }

    fn add(&mut self, hash: u64) {
        let (at, bit) = Self::bit(hash);
        self.0[at] |= bit;
    }

    fn may_have(&self, hash: u64) -> bool {
        let (at, bit) = Self::bit(hash);
        self.0[at] & bit != 0
    }
}

/// A form: its place among the texts, and what it names.
#[derive(Debug, Clone, Copy)]
struct Form {
    start: u32,
    end: u32,
    concept: ConceptId,
}

/// Forms whose sounds are being worked out.
#[derive(Debug, Default)]
pub(super) struct Growing {
    texts: String,
    sounds: Words,
    /// The forms with the numbers of their sounds.
    forms: Vec<(u32, Form)>,
    /// The sound of the form at hand.
    sound: String,
}

impl Growing {
    /// Adds a form: a Chinese text and what it names.
    pub(super) fn add(&mut self, text: &str, concept: ConceptId) {
        let Self { texts, sounds, forms, sound } = self;
        sound.clear();
        if !push_sound(sound, text) {
            return;
        }
        let start = texts.len() as u32;
        texts.push_str(text);
        forms.push((sounds.add(sound), Form { start, end: texts.len() as u32, concept }));
    }

    /// All of them by their sounds.
    pub(super) fn finish(self) -> Homophones {
        let Self { mut texts, mut sounds, forms, sound: _ } = self;
        let (mut starts, mut whole) = (Places::new(), Places::new());
        for number in 0..sounds.len() as u32 {
            let sound = sounds.get(number);
            whole.add(hash(sound.as_bytes()));
            if let Some(start) = filed_start(sound) {
                starts.add(start);
            }
        }
        texts.shrink_to_fit();
        sounds.shrink_to_fit();
        Homophones { texts, forms: Groups::new(sounds.len(), &forms, |_, _| false), sounds, starts, whole }
    }
}

impl Homophones {
    /// The forms that sound like `typed`, whose sound is `sound`, and share at least half of its characters, but aren't it.
    pub fn of<'t>(&'t self, typed: &'t str, sound: &str) -> impl Iterator<Item = Homophone> + 't {
        self.that_sound(sound).iter().filter_map(move |form| {
            let (mut length, mut wrong) = (0, 0);
            let mut characters = typed.chars();
            for own in self.text(form).chars() {
                length += 1;
                wrong += usize::from(characters.next()? != own);
            }
            let near = characters.next().is_none() && wrong > 0 && wrong * 2 <= length;
            near.then_some(Homophone { concept: form.concept, wrong })
        })
    }

    /// Whether a form may sound like `sound`, or like something that starts so.
    pub fn may_start(&self, sound: &str) -> bool {
        filed_start(sound).is_none_or(|start| self.starts.may_have(start))
    }

    /// The concepts whose form is written so in pinyin without tones and spaces.
    pub fn of_pinyin(&self, typed: &str) -> Vec<ConceptId> {
        let mut concepts: Vec<ConceptId> = self.that_sound(typed).iter().map(|form| form.concept).collect();
        concepts.sort_unstable();
        concepts.dedup();
        concepts
    }

    fn that_sound(&self, sound: &str) -> &[Form] {
        let hash = hash(sound.as_bytes());
        if !self.whole.may_have(hash) {
            return &[];
        }
        self.sounds.find_hashed(sound, hash).map_or(&[], |sound| self.forms.of(sound))
    }

    fn text(&self, form: &Form) -> &str {
        &self.texts[form.start as usize..form.end as usize]
    }
}

/// Adds a Chinese text in pinyin without tones to `out`; false where a character has no reading.
pub fn push_sound(out: &mut String, text: &str) -> bool {
    text.to_pinyin().all(|reading| reading.map(|reading| out.push_str(reading.plain())).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_found_by_their_sound() {
        let forms = [("生鲜电商", 0), ("猪肉", 1), ("生鲜电商", 2), ("生鲜 pork", 3)];
        let mut growing = Growing::default();
        for (form, concept) in forms {
            growing.add(form, ConceptId(concept));
        }
        let homophones = growing.finish();
        for (typed, concepts) in [
            ("生先电商", &[0, 2][..]),
            ("朱肉", &[1]),
            ("生鲜电商", &[]),
            ("声先店伤", &[]),
            ("生先", &[]),
            ("pork", &[]),
            ("", &[]),
        ] {
            let mut sound = String::new();
            push_sound(&mut sound, typed);
            assert!(homophones.may_start(&sound) || concepts.is_empty());
            let found: Vec<u32> = homophones.of(typed, &sound).map(|found| found.concept.0).collect();
            assert_eq!(found, concepts, "{typed:?}");
        }
        assert_eq!(homophones.of_pinyin("shengxiandianshang"), [ConceptId(0), ConceptId(2)]);
        assert_eq!(homophones.of_pinyin("shengxian"), []);
    }
}
