using System;
using System.Collections.Generic;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Orders.Worker
{
    public class OrderPlaced
    {
        public Guid Order { get; set; }
        public string Customer { get; set; } = "";
        public IDictionary<string, object> Extras { get; set; } = new Dictionary<string, object>();
    }

    public interface IOrderHandler
    {
        void Handle(OrderPlaced message);
    }

    public class CountingHandler : IOrderHandler
    {
        private int count;

        public int Count => Volatile.Read(ref count);

        public void Handle(OrderPlaced message)
        {
            Interlocked.Increment(ref count);
        }
    }

    public class OrderWorker : BackgroundService
    {
        private static readonly JsonSerializerSettings Settings = new JsonSerializerSettings
        {
            MissingMemberHandling = MissingMemberHandling.Ignore,
            NullValueHandling = NullValueHandling.Ignore,
            TypeNameHandling = TypeNameHandling.None,
            MaxDepth = 16,
        };

        private readonly IModel channel;
        private readonly IOrderHandler handler;
        private readonly ILogger<OrderWorker> logger;

        public OrderWorker(IModel channel, IOrderHandler handler, ILogger<OrderWorker> logger)
        {
            this.channel = channel;
            this.handler = handler;
            this.logger = logger;
        }

        protected override Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var consumer = new EventingBasicConsumer(channel);
            consumer.Received += (_, delivery) => Receive(delivery);
            channel.BasicConsume("orders", false, consumer);
            return Task.CompletedTask;
        }

        private void Receive(BasicDeliverEventArgs delivery)
        {
            var text = Encoding.UTF8.GetString(delivery.Body.ToArray());
            try
            {
                var message = JsonConvert.DeserializeObject<OrderPlaced>(text, Settings);
                if (message == null || message.Order == Guid.Empty)
                {
                    channel.BasicReject(delivery.DeliveryTag, false);
                    return;
                }

                handler.Handle(message);
                channel.BasicAck(delivery.DeliveryTag, false);
            }
            catch (JsonException error)
            {
                logger.LogWarning(error, "A message could not be read");
                channel.BasicReject(delivery.DeliveryTag, false);
            }
        }
    }
}
