use actix_web::{get, web, HttpResponse};
use std::collections::HashMap;
use std::process::Command;

#[get("/usage")]
async fn usage(query: web::Query<HashMap<String, String>>) -> HttpResponse {
    let folder = query.get("folder").cloned().unwrap_or_default();
    let output = Command::new("sh").arg("-c").arg(format!("du -s {folder}")).output();
    match output {
        Ok(done) => HttpResponse::Ok().body(done.stdout),
        Err(_) => HttpResponse::InternalServerError().finish(),
    }
}
