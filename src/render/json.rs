//! A reply → one line of JSON, version 1: `{"v":1,"id":"q7","kind":"answer","facts":["…"],"verdict":null,…}`.

use serde::Serialize;

use super::text;
use crate::answer::{Kind, Reply, Verdict};
use crate::knowledge::{FactId, KnowledgeBase};
use crate::text::Lang;

/// The form of the line; other programs read it.
#[derive(Serialize)]
struct Json<'a> {
    v: u8,
    id: Option<&'a serde_json::Value>,
    kind: Kind,
    facts: Vec<&'a str>,
    verdict: Option<Verdict>,
    near: Vec<&'a str>,
    missing: &'a [String],
    lang: Lang,
    text: String,
}

/// The reply as a line of JSON without its line break; `id` is the question's own, whatever its type.
pub fn json(kb: &KnowledgeBase, reply: &Reply, id: Option<&serde_json::Value>) -> String {
    let ids = |facts: &[FactId]| facts.iter().map(|fact| kb[*fact].id.as_str()).collect();
    let json = Json {
        v: 1,
        id,
        kind: reply.kind,
        facts: ids(&reply.facts),
        verdict: reply.verdict,
        near: ids(&reply.near),
        missing: &reply.missing,
        lang: reply.lang,
        text: text(kb, reply),
    };
    serde_json::to_string(&json).unwrap_or_default()
}
