using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Library.Reports
{
    public class Author
    {
        public int Id { get; set; }
        public string Name { get; set; } = "";
        public string Country { get; set; } = "";
    }

    public class Book
    {
        public int Id { get; set; }
        public int AuthorId { get; set; }
        public string Title { get; set; } = "";
        public int Year { get; set; }
    }

    public class LibraryContext : DbContext
    {
        public LibraryContext(DbContextOptions<LibraryContext> options) : base(options)
        {
        }

        public DbSet<Author> Authors => Set<Author>();

        public DbSet<Book> Books => Set<Book>();
    }

    public record Line(string Title, string Author, string Country);

    public class YearReport
    {
        private readonly LibraryContext library;

        public YearReport(LibraryContext library)
        {
            this.library = library;
        }

        public async Task<IReadOnlyList<Line>> Create(int year, CancellationToken cancel = default)
        {
            var books = await library.Books
                .AsNoTracking()
                .Where(book => book.Year == year)
                .OrderBy(book => book.Title)
                .ToListAsync(cancel);

            var lines = new List<Line>(books.Count);
            foreach (var book in books)
            {
                var author = await library.Authors.AsNoTracking().FirstAsync(a => a.Id == book.AuthorId, cancel);
                lines.Add(new Line(book.Title, author.Name, author.Country));
            }

            return lines;
        }

        public static string Format(IEnumerable<Line> lines)
        {
            var groups = lines
                .GroupBy(line => line.Country)
                .OrderBy(group => group.Key)
                .Select(group => $"{group.Key}: {string.Join("; ", group.Select(line => line.Title))}");
            return string.Join("\n", groups);
        }
    }
}
