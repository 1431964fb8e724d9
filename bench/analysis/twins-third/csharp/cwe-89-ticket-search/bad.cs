using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<HelpDesk>(options =>
    options.UseNpgsql(builder.Configuration.GetConnectionString("HelpDesk")));
builder.Services.AddScoped<TicketSearch>();

var app = builder.Build();

app.MapGet("/tickets", async (string? words, int? page, TicketSearch search, CancellationToken cancel) =>
{
    if (string.IsNullOrWhiteSpace(words))
    {
        return Results.BadRequest(new { error = "words are missing" });
    }

    var found = await search.Find(words, page ?? 0, cancel);
    return Results.Ok(found);
});

app.MapGet("/tickets/{id:int}", async (int id, HelpDesk desk, CancellationToken cancel) =>
{
    var ticket = await desk.Tickets.AsNoTracking().FirstOrDefaultAsync(t => t.Id == id, cancel);
    return ticket is null ? Results.NotFound() : Results.Ok(ticket);
});

app.Run();

public record TicketLine(int Id, string Title, string State);

public class Ticket
{
    public int Id { get; set; }
    public string Title { get; set; } = "";
    public string Text { get; set; } = "";
    public string State { get; set; } = "open";
    public bool Archived { get; set; }
}

public class HelpDesk : DbContext
{
    public HelpDesk(DbContextOptions<HelpDesk> options) : base(options)
    {
    }

    public DbSet<Ticket> Tickets => Set<Ticket>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<Ticket>(ticket =>
        {
            ticket.ToTable("tickets");
            ticket.Property(t => t.Title).HasMaxLength(200);
            ticket.HasIndex(t => t.State);
        });
    }
}

public class TicketSearch
{
    private const int PageSize = 25;
    private readonly HelpDesk desk;

    public TicketSearch(HelpDesk desk)
    {
        this.desk = desk;
    }

    public async Task<List<TicketLine>> Find(string words, int page, CancellationToken cancel)
    {
        var pattern = $"%{words.Trim()}%";
        var skip = Math.Max(page, 0) * PageSize;

        return await desk.Tickets
            .FromSqlRaw($"SELECT * FROM tickets WHERE NOT archived AND title ILIKE '{pattern}'")
            .AsNoTracking()
            .OrderByDescending(ticket => ticket.Id)
            .Skip(skip)
            .Take(PageSize)
            .Select(ticket => new TicketLine(ticket.Id, ticket.Title, ticket.State))
            .ToListAsync(cancel);
    }
}
