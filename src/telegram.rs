//! The bot: intake → inbox → lanes → handle → send.
