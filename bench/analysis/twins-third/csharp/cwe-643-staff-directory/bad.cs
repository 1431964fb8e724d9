using System.Linq;
using System.Xml.Linq;
using System.Xml.XPath;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

var app = WebApplication.CreateBuilder(args).Build();
var staff = XDocument.Load("staff.xml");

app.MapGet("/staff/{team}", (string team) =>
{
    var people = staff.XPathSelectElements($"/staff/person[@team='{team}' and @public='yes']");
    var names = people
        .Select(person => (string?)person.Element("name"))
        .Where(name => name is not null)
        .ToArray();

    return names.Length == 0 ? Results.NotFound() : Results.Ok(names);
});

app.Run();
