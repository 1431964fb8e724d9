using System.Collections.Generic;
using System.Linq;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

public class Book
{
    public int Id { get; set; }
    public string Title { get; set; }
}

public class Library : DbContext
{
    public DbSet<Book> Books { get; set; }
}

public class BooksController : Controller
{
    private readonly Library library = new Library();

    [HttpGet("/books")]
    public List<Book> Find(string title)
    {
        return library.Books.FromSqlRaw($"SELECT * FROM Books WHERE Title = '{title}'").ToList();
    }
}
