//! Chinese surface forms by their sound: for homophone typos (生先电商 for 生鲜电商) and for pinyin (`shengxian dianshang`).
//!
//! Sounds are toneless pinyin, of the most common reading of each character (crate `pinyin`).

use pinyin::ToPinyin;
use rustc_hash::FxHashMap;

use crate::knowledge::ConceptId;

/// The longest form, in characters, that is looked up by sound.
const LONGEST: usize = 8;

/// Forms of two characters and more, by sound.
#[derive(Debug, Default)]
pub struct Homophones {
    by_sound: FxHashMap<String, Vec<(Box<str>, ConceptId)>>,
}

/// A form that sounds like what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Homophone {
    /// What it names.
    pub concept: ConceptId,
    /// How many characters were typed wrong.
    pub wrong: usize,
}

impl Homophones {
    pub(super) fn build(forms: &[(Box<str>, ConceptId)]) -> Self {
        let mut by_sound: FxHashMap<String, Vec<(Box<str>, ConceptId)>> = FxHashMap::default();
        for (form, concept) in forms.iter().filter(|(form, _)| form.chars().count() <= LONGEST) {
            if let Some(sound) = sound(form) {
                by_sound.entry(sound).or_default().push((form.clone(), *concept));
            }
        }
        Self { by_sound }
    }

    /// The forms that sound like `typed` and share at least half of its characters, but aren't it.
    pub fn of(&self, typed: &str) -> Vec<Homophone> {
        let Some(forms) = sound(typed).and_then(|sound| self.by_sound.get(&sound)) else { return Vec::new() };
        let length = typed.chars().count();
        let wrong = |form: &str| form.chars().zip(typed.chars()).filter(|(a, b)| a != b).count();
        let near = forms.iter().filter(|(form, _)| form.chars().count() == length);
        let near = near.map(|(form, concept)| Homophone { concept: *concept, wrong: wrong(form) });
        near.filter(|found| found.wrong > 0 && found.wrong * 2 <= length).collect()
    }

    /// The concepts whose form is written so in pinyin without tones and spaces.
    pub fn of_pinyin(&self, typed: &str) -> Vec<ConceptId> {
        self.by_sound.get(typed).map_or_else(Vec::new, |forms| {
            let mut concepts: Vec<ConceptId> = forms.iter().map(|&(_, concept)| concept).collect();
            concepts.sort_unstable();
            concepts.dedup();
            concepts
        })
    }
}

/// A Chinese text in pinyin without tones; none where a character has no reading.
fn sound(text: &str) -> Option<String> {
    let mut out = String::new();
    for reading in text.to_pinyin() {
        out.push_str(reading?.plain());
    }
    Some(out)
}
