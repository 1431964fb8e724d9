import type { Ecosystem } from '../manifest.js';

/**
 * Names that many programs depend on and that attackers imitate, with honest packages whose names come close to them. A short
 * list on purpose: the more names, the more honest packages stand near one of them.
 */
const names: Readonly<Record<Ecosystem, string>> = {
  npm: `eclint safer-buffer enquirer colord crypt xml-js mquery aws-cdk react react-dom preact express lodash lodash-es underscore axios request chalk commander moment moment-timezone
    dayjs luxon async bluebird webpack webpack-cli rollup esbuild typescript eslint tslint prettier jest mocha chai sinon
    jquery angular vue vuex vue-router svelte next nuxt redux react-redux rxjs zone.js core-js babel-cli babel-core
    cross-env dotenv cors helmet morgan body-parser cookie-parser express-session passport jsonwebtoken bcrypt bcryptjs
    mongoose mongodb mysql mysql2 sequelize typeorm prisma knex redis ioredis socket.io socket.io-client ws fastify koa
    hapi nodemailer nodemon pm2 gulp grunt bower browserify uglify-js terser minimist minimatch yargs inquirer colors
    debug winston pino bunyan uuid nanoid semver glob rimraf mkdirp fs-extra node-fetch cross-fetch isomorphic-fetch
    got superagent cheerio puppeteer playwright electron sharp jimp handlebars mustache ejs pug marked highlight.js
    discord.js tailwindcss bootstrap postcss autoprefixer node-sass sass less classnames clsx prop-types styled-components
    immutable immer ramda validator joi yup zod ajv xml2js js-yaml yaml ethers web3 event-stream graphql apollo-server
    color color-name color-convert ansi-styles supports-color strip-ansi inherits safe-buffer readable-stream pump
    express-validator express-rate-limit multer compression serve-static formidable undici type-fest ts-node
    @types/node @types/react @babel/core @babel/cli @angular/core @nestjs/core @nestjs/common @aws-sdk/client-s3 aws-sdk`,
  PyPI: `pymssql ijson scapy pyaml hjson cchardet spython usort gsutil willow unicorn pytest-csv requests request urllib3 numpy pandas scipy matplotlib scikit-learn tensorflow torch torchvision keras pillow
    opencv-python flask flask-cors django djangorestframework fastapi starlette uvicorn gunicorn aiohttp httpx httplib2
    sqlalchemy alembic psycopg psycopg2 psycopg2-binary pymysql mysqlclient pymongo redis celery boto3 botocore s3transfer
    awscli setuptools setuptools-scm pip wheel virtualenv pytest pytest-cov coverage tox black flake8 pylint mypy isort
    pyyaml ruamel-yaml jinja2 markupsafe werkzeug click colorama colorlog tqdm cryptography paramiko pyjwt pycrypto
    pycryptodome pycryptodomex pyopenssl certifi idna chardet charset-normalizer python-dateutil dateparser pytz tzdata
    six attrs pydantic beautifulsoup4 lxml selenium scrapy nltk spacy transformers openai langchain discord-py
    python-dotenv python-jose passlib bcrypt simplejson ujson orjson jsonschema typing-extensions packaging pyparsing
    docutils sphinx jupyter notebook ipython grpcio protobuf google-api-python-client google-cloud-storage kubernetes
    ansible docker fabric psutil pexpect pywin32 rich loguru structlog poetry pipenv statsmodels seaborn plotly bokeh dask`,
  Maven: `org.springframework.boot:spring-boot-starter-web org.springframework.boot:spring-boot-starter
    org.springframework:spring-core org.springframework:spring-web org.springframework:spring-webmvc
    com.fasterxml.jackson.core:jackson-databind com.fasterxml.jackson.core:jackson-core com.google.guava:guava
    com.google.code.gson:gson org.apache.logging.log4j:log4j-core org.apache.logging.log4j:log4j-api log4j:log4j
    org.slf4j:slf4j-api ch.qos.logback:logback-classic org.apache.commons:commons-lang3 commons-io:commons-io
    commons-codec:commons-codec commons-collections:commons-collections org.apache.commons:commons-text
    org.apache.httpcomponents:httpclient org.hibernate:hibernate-core org.projectlombok:lombok junit:junit
    org.junit.jupiter:junit-jupiter org.mockito:mockito-core mysql:mysql-connector-java org.postgresql:postgresql
    io.netty:netty-all com.squareup.okhttp3:okhttp com.squareup.retrofit2:retrofit org.apache.kafka:kafka-clients`,
  NuGet: `bunit newtonsoft.json serilog nlog log4net automapper dapper entityframework microsoft.entityframeworkcore
    microsoft.aspnetcore.mvc microsoft.extensions.logging microsoft.extensions.configuration system.text.json
    system.net.http restsharp polly mediatr fluentvalidation fluentassertions nunit xunit moq nsubstitute
    swashbuckle.aspnetcore stackexchange.redis npgsql mysql.data mongodb.driver castle.core autofac hangfire quartz
    azure.storage.blobs awssdk.core awssdk.s3 google.protobuf grpc.net.client bouncycastle.cryptography csvhelper epplus
    humanizer mstest.testframework coverlet.collector identityserver4 masstransit rabbitmq.client selenium.webdriver`,
  Go: `github.com/gin-gonic/gin github.com/gorilla/mux github.com/spf13/cobra github.com/spf13/viper
    github.com/sirupsen/logrus github.com/stretchr/testify github.com/pkg/errors github.com/google/uuid
    github.com/go-redis/redis github.com/redis/go-redis github.com/jinzhu/gorm github.com/lib/pq
    github.com/go-sql-driver/mysql github.com/golang-jwt/jwt github.com/labstack/echo github.com/gofiber/fiber
    github.com/prometheus/client_golang github.com/boltdb/bolt github.com/fatih/color github.com/urfave/cli
    github.com/aws/aws-sdk-go go.uber.org/zap google.golang.org/grpc google.golang.org/protobuf`,
  Packagist: `laravel/framework symfony/symfony symfony/console symfony/http-foundation guzzlehttp/guzzle monolog/monolog
    phpunit/phpunit doctrine/orm doctrine/dbal twig/twig phpmailer/phpmailer ramsey/uuid nesbot/carbon league/flysystem
    firebase/php-jwt predis/predis vlucas/phpdotenv psr/log swiftmailer/swiftmailer fakerphp/faker slim/slim
    intervention/image aws/aws-sdk-php stripe/stripe-php squizlabs/php_codesniffer phpstan/phpstan mockery/mockery`,
  RubyGems: `rails railties activerecord activesupport actionpack rack sinatra puma unicorn thin nokogiri devise pundit cancancan
    sidekiq resque redis pg mysql2 sqlite3 bundler rake rspec rspec-rails minitest capybara factory_bot factory_bot_rails
    faker bootsnap webpacker sprockets sass-rails turbolinks jbuilder kaminari will_paginate carrierwave paperclip httparty
    faraday rest-client aws-sdk aws-sdk-s3 bcrypt omniauth jwt dotenv dotenv-rails rubocop rubocop-rails simplecov pry byebug
    json rexml thor capistrano simple_form activeadmin mongoid elasticsearch`,
  'crates.io': `serde serde_json serde_yaml serde_derive tokio async-std futures hyper reqwest actix-web actix-rt axum warp rocket
    tower clap structopt anyhow thiserror rand rand_core libc log env_logger tracing tracing-subscriber regex lazy_static
    once_cell chrono time uuid url bytes base64 itertools rayon crossbeam parking_lot syn quote proc-macro2 diesel sqlx
    rusqlite redis openssl rustls ring sha2 hmac num num-traits bitflags toml hashbrown indexmap smallvec rust_decimal
    mio socket2 tempfile walkdir criterion proptest nix winapi wasm-bindgen prost tonic`,
};

const sets = new Map<Ecosystem, ReadonlySet<string>>();

export function wellKnownNames(ecosystem: Ecosystem): ReadonlySet<string> {
  let set = sets.get(ecosystem);
  if (set === undefined) {
    set = new Set(names[ecosystem].split(/\s+/));
    sets.set(ecosystem, set);
  }
  return set;
}
