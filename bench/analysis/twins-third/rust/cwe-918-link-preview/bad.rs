use std::time::Duration;

use actix_web::{get, web, App, HttpResponse, HttpServer};
use serde::{Deserialize, Serialize};
use url::Url;

const PARTNERS: [&str; 3] = ["news.example.org", "blog.example.org", "video.example.net"];

#[derive(Deserialize)]
struct PreviewQuery {
    link: String,
}

#[derive(Serialize)]
struct Preview {
    host: String,
    title: String,
    partner: bool,
}

struct Fetcher {
    client: reqwest::Client,
}

impl Fetcher {
    fn new() -> reqwest::Result<Self> {
        let client = reqwest::Client::builder()
            .timeout(Duration::from_secs(5))
            .redirect(reqwest::redirect::Policy::none())
            .build()?;
        Ok(Self { client })
    }

    async fn title(&self, link: Url) -> reqwest::Result<String> {
        let text = self.client.get(link).send().await?.text().await?;
        let title = between(&text, "<title>", "</title>").unwrap_or_default();
        Ok(shortened(title.trim()))
    }
}

fn shortened(title: &str) -> String {
    const LENGTH: usize = 80;
    if title.chars().count() <= LENGTH {
        return title.to_owned();
    }
    let mut short: String = title.chars().take(LENGTH).collect();
    short.push('…');
    short
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let from = text.find(start)? + start.len();
    let length = text[from..].find(end)?;
    Some(&text[from..from + length])
}

#[get("/preview")]
async fn preview(fetcher: web::Data<Fetcher>, query: web::Query<PreviewQuery>) -> HttpResponse {
    let Ok(link) = Url::parse(&query.link) else {
        return HttpResponse::BadRequest().body("not an address");
    };
    let host = link.host_str().unwrap_or_default().to_owned();
    let partner = link.scheme() == "https" && PARTNERS.contains(&host.as_str());
    if link.scheme() != "https" {
        return HttpResponse::BadRequest().body("not an address we follow");
    }
    match fetcher.title(link).await {
        Ok(title) => HttpResponse::Ok().json(Preview { host, title, partner }),
        Err(_) => HttpResponse::BadGateway().finish(),
    }
}

#[get("/health")]
async fn health() -> HttpResponse {
    HttpResponse::NoContent().finish()
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let fetcher = web::Data::new(Fetcher::new().map_err(std::io::Error::other)?);
    HttpServer::new(move || App::new().app_data(fetcher.clone()).service(preview).service(health))
        .bind(("127.0.0.1", 8080))?
        .run()
        .await
}
