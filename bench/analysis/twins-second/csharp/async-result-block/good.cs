using System.Net.Http;
using System.Threading.Tasks;

public class Rates
{
    private readonly HttpClient client = new HttpClient();

    public async Task<int> LengthAsync(string currency)
    {
        if (currency.Length != 3)
        {
            await Task.Yield();
            return 0;
        }
        var text = await client.GetStringAsync("https://rates.example.org/" + currency);
        return text.Length;
    }
}
