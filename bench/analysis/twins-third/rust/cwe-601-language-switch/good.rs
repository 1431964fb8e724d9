use std::collections::HashMap;

use axum::{
    extract::Form,
    http::{header, HeaderMap, HeaderValue},
    response::{IntoResponse, Redirect},
    routing::post,
    Router,
};
use serde::Deserialize;

#[derive(Deserialize)]
struct Switch {
    language: String,
    back: String,
}

fn pages() -> HashMap<&'static str, &'static str> {
    HashMap::from([("home", "/"), ("cart", "/cart"), ("help", "/help/start")])
}

async fn switch(Form(form): Form<Switch>) -> impl IntoResponse {
    let mut headers = HeaderMap::new();
    let cookie = match form.language.as_str() {
        "de" => "lang=de; Path=/; Secure; HttpOnly; SameSite=Lax",
        "fr" => "lang=fr; Path=/; Secure; HttpOnly; SameSite=Lax",
        _ => "lang=en; Path=/; Secure; HttpOnly; SameSite=Lax",
    };
    headers.insert(header::SET_COOKIE, HeaderValue::from_static(cookie));
    let known = pages();
    let target = known.get(form.back.as_str()).copied().unwrap_or("/");
    (headers, Redirect::to(target))
}

pub fn routes() -> Router {
    Router::new().route("/language", post(switch))
}

fn main() {
    let _ = routes();
}
