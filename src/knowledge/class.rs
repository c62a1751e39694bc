//! The classes of `knowledge/common/classes.toml` that the engine knows by name.
//!
//! What is so of any announcement may hang on a class (a person can say something, a place is elsewhere), never on a concept.

/// Sides of an event or thing that may be asked for.
pub const ATTRIBUTE: &str = "attribute";
/// What a change is measured against.
pub const BASIS: &str = "basis";
/// The program's own grammar.
pub const CUE: &str = "cue";
/// Kinds of people.
pub const GROUP: &str = "group";
/// What people write about that is no announcement's.
pub const MATTER: &str = "matter";
/// What figures tell.
pub const MEASURE: &str = "measure";
/// Organisations.
pub const ORGANISATION: &str = "organisation";
/// Times that a figure may hold for.
pub const PERIOD: &str = "period";
/// People by name.
pub const PERSON: &str = "person";
/// Places.
pub const PLACE: &str = "place";
/// Goods.
pub const PRODUCT: &str = "product";
/// What an amount is told per.
pub const RATE: &str = "rate";
/// What people are by office or work.
pub const ROLE: &str = "role";
/// What an announcement may be about.
pub const SUBJECT: &str = "subject";
/// Anything else that has a name.
pub const THING: &str = "thing";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::built_in;

    #[test]
    fn each_is_a_class() {
        let kb = built_in();
        let named = [
            ATTRIBUTE, BASIS, CUE, GROUP, MATTER, MEASURE, ORGANISATION, PERIOD, PERSON, PLACE, PRODUCT, RATE, ROLE,
            SUBJECT, THING,
        ];
        for id in named {
            assert!(kb.classes.iter().any(|class| class.id == id), "{id}");
        }
    }
}
