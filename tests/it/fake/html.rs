//! Telegram's HTML → the text that is left, or why Telegram would not take it.
//!
//! `"<b>8.8</b> &lt; 9"` is `8.8 < 9`; `"<b>8.8"` is an error. Stricter than Telegram in one thing: an ampersand that begins no
//! character reference is an error too, since it is a text that nobody escaped.

/// The text without its markup.
pub fn parse(html: &str) -> Result<String, String> {
    let mut text = String::new();
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(c) = rest.chars().next() {
        match c {
            '<' => {
                let (inner, after) = rest[1..].split_once('>').ok_or("Unclosed start tag")?;
                tag(inner, &mut open)?;
                rest = after;
            }
            '&' => {
                let (name, after) = rest[1..].split_once(';').ok_or("a bare ampersand")?;
                text.push(reference(name).ok_or_else(|| format!("unknown character reference {name}"))?);
                rest = after;
            }
            c => {
                text.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    match open.pop() {
        Some(name) => Err(format!("Can't find end tag corresponding to start tag {name}")),
        None => Ok(text),
    }
}

/// The length that counts: UTF-16 units.
pub fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

fn tag<'a>(inner: &'a str, open: &mut Vec<&'a str>) -> Result<(), String> {
    if let Some(name) = inner.strip_prefix('/') {
        return match open.pop() {
            Some(last) if last == name => Ok(()),
            Some(last) => Err(format!("Unmatched end tag, expected {last}, found {name}")),
            None => Err(format!("Unexpected end tag {name}")),
        };
    }
    let (name, attributes) = inner.split_once(' ').unwrap_or((inner, ""));
    let attributes = attributes.trim();
    let with = |prefix: &str| attributes.strip_prefix(prefix).is_some_and(|it| it.ends_with('"') && it.len() > 1);
    let allowed = match name {
        "b" | "strong" | "i" | "em" | "u" | "ins" | "s" | "strike" | "del" | "tg-spoiler" | "pre" => {
            attributes.is_empty()
        }
        "blockquote" => matches!(attributes, "" | "expandable"),
        "code" => attributes.is_empty() || with("class=\"language-"),
        "span" => attributes == "class=\"tg-spoiler\"",
        "a" => with("href=\""),
        "tg-emoji" => with("emoji-id=\""),
        _ => return Err(format!("Unsupported start tag \"{name}\"")),
    };
    if !allowed {
        return Err(format!("attributes of {name}: {attributes}"));
    }
    let within = |name: &str| open.contains(&name);
    if within("code") || (within("pre") && name != "code") || (name == "blockquote" && within("blockquote")) {
        return Err(format!("{name} can't be nested there"));
    }
    open.push(name);
    Ok(())
}

fn reference(name: &str) -> Option<char> {
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}
