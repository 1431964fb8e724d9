use postgres::{Client, Config, NoTls};

fn connect() -> Result<Client, postgres::Error> {
    let mut config = Config::new();
    config.host("db.internal").user("loader");
    config.password("Rk8-stock-Loader");
    config.connect(NoTls)
}

fn main() {
    match connect() {
        Ok(_) => println!("connected"),
        Err(error) => eprintln!("{error}"),
    }
}
