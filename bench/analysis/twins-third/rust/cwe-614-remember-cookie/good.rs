use actix_web::cookie::{time::Duration, Cookie, SameSite};
use actix_web::{post, web, HttpResponse};
use rand::{distributions::Alphanumeric, rngs::OsRng, Rng};
use serde::Deserialize;

#[derive(Deserialize)]
struct Login {
    user: String,
    password: String,
}

pub trait Accounts {
    fn check(&self, user: &str, password: &str) -> bool;
    fn remember(&self, user: &str, token: &str);
}

#[post("/login")]
async fn login(accounts: web::Data<Box<dyn Accounts + Send + Sync>>, form: web::Form<Login>) -> HttpResponse {
    if !accounts.check(&form.user, &form.password) {
        return HttpResponse::Unauthorized().finish();
    }
    let token: String = OsRng.sample_iter(&Alphanumeric).take(40).map(char::from).collect();
    accounts.remember(&form.user, &token);
    let cookie = Cookie::build("session", token)
        .path("/")
        .max_age(Duration::days(14))
        .same_site(SameSite::Lax)
        .http_only(true)
        .secure(true)
        .finish();
    HttpResponse::Ok().cookie(cookie).finish()
}

pub fn configure(config: &mut web::ServiceConfig) {
    config.service(login);
}

fn main() {}
