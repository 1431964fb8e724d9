use actix_web::{get, web, HttpResponse};
use std::path::Path;

#[get("/notes/{name:.*}")]
async fn note(name: web::Path<String>) -> HttpResponse {
    let name = name.into_inner();
    if name.is_empty() {
        return HttpResponse::NotFound().finish();
    }
    let path = Path::new("/srv/notes").join(&name);
    match std::fs::read_to_string(path) {
        Ok(text) => HttpResponse::Ok().body(text),
        Err(_) => HttpResponse::NotFound().finish(),
    }
}
