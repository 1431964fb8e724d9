use actix_web::{post, web, App, HttpResponse, HttpServer, Responder};
use serde::Deserialize;
use std::process::Command;

#[derive(Deserialize)]
struct WaveformJob {
    recording: u64,
    colour: String,
    width: Option<u32>,
}

fn render(job: &WaveformJob) -> std::io::Result<std::process::Output> {
    let source = format!("/srv/recordings/{}.wav", job.recording);
    let target = format!("/srv/waveforms/{}.png", job.recording);
    let width = job.width.unwrap_or(640).to_string();
    let colour = format!("--colour={}", job.colour);
    let line = ["--width", &width, &colour, &source, &target];
    Command::new("waveform").args(line).output()
}

#[post("/waveforms")]
async fn waveform(job: web::Json<WaveformJob>) -> impl Responder {
    match web::block(move || render(&job)).await {
        Ok(Ok(output)) if output.status.success() => HttpResponse::Created().finish(),
        Ok(Ok(_)) => HttpResponse::UnprocessableEntity().finish(),
        Ok(Err(_)) | Err(_) => HttpResponse::InternalServerError().finish(),
    }
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    HttpServer::new(|| App::new().service(waveform)).bind(("127.0.0.1", 8080))?.run().await
}
