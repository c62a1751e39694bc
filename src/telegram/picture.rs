//! A chart → a photo in a chat: uploaded the first time, from then on sent by the id that Telegram gave it.
//!
//! A picture is known by a number of its bytes, and the store keeps the ids, so that a restart uploads nothing anew, and a chart that
//! has changed, by other figures or another way to draw them, is. In memory an id is known by what the caption says.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;
use serde_json::{Map, Value, json};
use teloxide::types::{InlineKeyboardButton, InlineKeyboardMarkup, Recipient, ReplyParameters, ThreadId};

use super::api::CallError;
use super::button::Press;
use super::edition::Edition;
use super::{Bot, unix_now};
use crate::answer::Kind;
use crate::knowledge::KnowledgeBase;
use crate::render::{Block, Html, chart};
use crate::store::fingerprint;

/// A photo to send.
#[derive(Debug, Clone)]
pub struct Photo {
    /// The chat.
    pub chat_id: Recipient,
    /// The topic.
    pub topic: Option<ThreadId>,
    /// The question that it answers.
    pub reply: Option<ReplyParameters>,
    /// Which chart.
    pub chart: usize,
    /// The reader's language and script.
    pub edition: Edition,
}

/// The ids of photos that Telegram has, by what their captions say.
#[derive(Debug, Default)]
pub struct Pictures(Mutex<FxHashMap<u64, String>>);

impl Pictures {
    fn map(&self) -> MutexGuard<'_, FxHashMap<u64, String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the chart says in words, as HTML, and the buttons for the other charts.
fn caption(kb: &KnowledgeBase, photo: &Photo) -> (String, Option<InlineKeyboardMarkup>) {
    let reader = photo.edition.reply(Kind::Answer);
    let mut lines = chart::caption(kb, &kb.charts[photo.chart], &reader).into_iter();
    let title = Block::Headline(lines.next().unwrap_or_default());
    let blocks: Vec<Block> = std::iter::once(title).chain(lines.map(Block::Sentence)).collect();
    let others = kb.charts.iter().enumerate().filter(|(at, _)| *at != photo.chart);
    let button = |(at, chart): (usize, &crate::knowledge::Chart)| {
        let label = format!("📊 {}", crate::render::in_script(&reader, chart.title.get(reader.lang)));
        InlineKeyboardButton::callback(label, Press::Chart(at).data(kb, photo.edition))
    };
    let rows: Vec<Vec<InlineKeyboardButton>> = others.map(|other| vec![button(other)]).collect();
    (Html::write(&blocks).into_string(), (!rows.is_empty()).then(|| InlineKeyboardMarkup::new(rows)))
}

/// Sends it. Gives the message's id where there is one.
pub async fn send(bot: &Bot, photo: &Photo) -> Result<Option<i64>, CallError> {
    let kb = bot.knowledge.get();
    let (caption, buttons) = caption(&kb, photo);
    let mut hasher = DefaultHasher::new();
    (&caption, photo.chart).hash(&mut hasher);
    let shown = hasher.finish();
    let mut fields = Map::new();
    let mut set = |name: &str, value: Value| {
        if !value.is_null() {
            fields.insert(name.to_owned(), value);
        }
    };
    set("chat_id", json!(photo.chat_id));
    set("message_thread_id", json!(photo.topic));
    set("reply_parameters", json!(photo.reply));
    set("caption", json!(caption));
    set("parse_mode", json!("HTML"));
    set("reply_markup", json!(buttons));
    let reader = photo.edition.reply(Kind::Answer);
    let draw = || chart::png(&kb, &kb.charts[photo.chart], &reader);
    let in_memory = bot.pictures.map().get(&shown).cloned();
    let png = if in_memory.is_some() { None } else { Some(draw()) };
    let known = match &png {
        // A read that fails costs an upload.
        Some(png) => bot.store.file(fingerprint(png)).await.unwrap_or_default(),
        None => in_memory,
    };
    if let Some(id) = known {
        let mut again = fields.clone();
        again.insert("photo".to_owned(), json!(id));
        match bot.api.send("sendPhoto", &again).await {
            // Telegram doesn't keep a file for ever.
            Err(CallError::Rejected(_)) => bot.pictures.map().remove(&shown),
            answer => {
                bot.pictures.map().insert(shown, id);
                return answer;
            }
        };
    }
    let png = png.unwrap_or_else(draw);
    let content = fingerprint(&png);
    let answer = bot.api.upload("sendPhoto", &fields, "photo", "chart.png", png).await?;
    let message = answer.read::<Value>()?.unwrap_or_default();
    let sizes = message.get("photo").and_then(Value::as_array);
    if let Some(id) = sizes.and_then(|sizes| sizes.last()?.get("file_id")?.as_str()) {
        bot.pictures.map().insert(shown, id.to_owned());
        bot.store.keep_file(content, id.to_owned(), unix_now()).await;
    }
    Ok(message.get("message_id").and_then(Value::as_i64))
}
