using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Mail;
using System.Threading.Tasks;

public record Mail(string To, string Subject, string Text);

public interface IMailServer
{
    Task Send(Mail mail);
}

public sealed class SmtpMailServer : IMailServer, IDisposable
{
    private readonly SmtpClient client;
    private readonly string sender;

    public SmtpMailServer(string host, int port, string sender)
    {
        client = new SmtpClient(host, port) { EnableSsl = true };
        this.sender = sender;
    }

    public async Task Send(Mail mail)
    {
        using var message = new MailMessage(sender, mail.To, mail.Subject, mail.Text);
        await client.SendMailAsync(message);
    }

    public void Dispose() => client.Dispose();
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
            catch (Exception error) when (error is SmtpException or InvalidOperationException)
            {
                failed.Add(mail);
            }
        }

        return sent;
    }

    public int Requeue()
    {
        var again = failed.Where(mail => mail.To.Contains('@')).ToList();
        foreach (var mail in again)
        {
            failed.Remove(mail);
            waiting.Enqueue(mail);
        }

        return again.Count;
    }
}
