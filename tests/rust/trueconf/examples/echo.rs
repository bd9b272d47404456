// SPDX-License-Identifier: LGPL-2.1-or-later

//! Answers every text with the same text.

use std::{env, process::ExitCode};

use glib::prelude::*;
use trueconf::{prelude::*, Bot, Context, Event, Message, Router};

async fn answer(message: Message, context: Context) {
    if let Some(text) = message.text() {
        if let Err(error) = message.answer_future(Some(&text), message.parse_mode()).await {
            context.fail(&error);
        }
    }
    context.release();
}

fn on_message(event: &Event, context: &Context) {
    let message = event.clone().downcast::<Message>().expect("only messages were asked for");
    // the future begins later, and until then the event must not be done
    context.hold();
    glib::MainContext::default().spawn_local(answer(message, context.clone()));
}

fn main() -> ExitCode {
    let variable = |name: &str| env::var(name).ok();
    let bot: Bot = glib::Object::builder()
        .property("server", variable("SERVER").unwrap_or("127.0.0.1".into()))
        .property("port", variable("PORT").map_or(0, |port| port.parse::<u32>().expect("PORT is a number")))
        .property("https", variable("HTTPS").as_deref() != Some("0"))
        .property("token", variable("TOKEN"))
        .property("username", variable("BOT_USER"))
        .property("password", variable("BOT_PASSWORD"))
        .build();
    let router = Router::new(Some("echo"));
    router.add_handler(Message::static_type(), None::<&trueconf::Filter>, on_message);
    bot.dispatcher().include_router(&router);

    if let Err(error) = bot.run(gio::Cancellable::NONE) {
        eprintln!("{}", error.message());
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
