using System;
using System.Collections.Generic;
using System.Threading.Tasks;

public record Mail(string To, string Subject, string Text);

public interface IMailServer
{
    Task Send(Mail mail);
}

public class MailQueue
{
    private readonly IMailServer server;
    private readonly Queue<Mail> waiting = new();
    private readonly List<Mail> failed = new();

    public MailQueue(IMailServer server) => this.server = server;

    public IReadOnlyList<Mail> Failed => failed;

    public void Add(Mail mail) => waiting.Enqueue(mail);

    public async Task<int> Flush()
    {
        var sent = 0;
        while (waiting.TryDequeue(out var mail))
        {
            try
            {
                await server.Send(mail);
                await Task.Delay(20);
                sent++;
            }
            catch (InvalidOperationException)
            {
                failed.Add(mail);
            }
        }

        return sent;
    }
}
