using Microsoft.AspNetCore.Mvc;
using Microsoft.Data.SqlClient;

[ApiController]
[Route("members")]
public class MembersController : ControllerBase
{
    private readonly string _connection;

    public MembersController(IConfiguration configuration) => _connection = configuration.GetConnectionString("Club")!;

    [HttpGet]
    public async Task<IActionResult> Search(string name)
    {
        await using var connection = new SqlConnection(_connection);
        await connection.OpenAsync();
        var sql = "SELECT Id, Name FROM Members WHERE Name LIKE @name";
        await using var command = new SqlCommand(sql, connection);
        command.Parameters.AddWithValue("@name", name + "%");
        var names = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) names.Add(reader.GetString(1));
        return Ok(names);
    }
}
