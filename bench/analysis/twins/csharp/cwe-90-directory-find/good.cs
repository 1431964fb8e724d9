using System.DirectoryServices;
using System.Text;
using Microsoft.AspNetCore.Mvc;

public class DirectoryController : Controller
{
    [HttpGet("/directory")]
    public IActionResult Find(string uid)
    {
        using var entry = new DirectoryEntry("LDAP://directory.internal/ou=people,dc=corp");
        using var searcher = new DirectorySearcher(entry);
        searcher.Filter = "(&(objectClass=person)(uid=" + Clean(uid) + "))";
        return Ok(searcher.FindAll().Count);
    }

    private static string Clean(string value)
    {
        var text = new StringBuilder();
        foreach (var c in value.Trim())
        {
            if (char.IsLetterOrDigit(c)) text.Append(char.ToLowerInvariant(c));
        }
        return text.ToString();
    }
}
