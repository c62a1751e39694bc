//! Whether somebody may decide for a group: its administrators may, also in the group's own name.

use serde_json::{Value, json};

use super::Bot;
use super::api::{CALL_TIMEOUT, CallError};
use super::update::Message;

/// Whether who wrote the message is an administrator of its chat. What Telegram refuses to tell counts as a no.
pub async fn decides(bot: &Bot, message: &Message) -> Result<bool, CallError> {
    let Some(from) = &message.from else { return Ok(false) };
    // An anonymous administrator writes in the group's name.
    if from.id == message.chat {
        return Ok(true);
    }
    let parameters = json!({"chat_id": message.chat, "user_id": from.id});
    match bot.api.call::<Value>("getChatMember", &parameters, CALL_TIMEOUT).await {
        Ok(member) => {
            let status = member.get("status").and_then(Value::as_str).unwrap_or_default();
            Ok(matches!(status, "creator" | "administrator"))
        }
        Err(CallError::Rejected(_) | CallError::Forbidden(_)) => Ok(false),
        Err(error) => Err(error),
    }
}
