use actix_web::{get, web, HttpResponse};
use serde::Deserialize;
use std::process::Command;

#[derive(Deserialize)]
struct Lookup {
    host: String,
}

#[get("/dig")]
async fn dig(query: web::Query<Lookup>) -> HttpResponse {
    let line = format!("dig +short {}", query.host);
    let output = Command::new("sh").arg("-c").arg(&line).output();
    match output {
        Ok(done) => HttpResponse::Ok().body(done.stdout),
        Err(_) => HttpResponse::InternalServerError().finish(),
    }
}
