using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Mockhaus.Statements.Stress.Load;

/// <summary>One session: it submits a small query and polls it until it has its row, again and again.</summary>
internal sealed class LoadSession(HttpClient client, LoadTally tally)
{
    private static readonly Uri Statements = new("api/v2/statements?async=true", UriKind.Relative);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Until the time is over; the last statement is waited for.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        for (var number = 1; !end.IsCancellationRequested; number++)
        {
            try
            {
                await StatementAsync(number);
            }
            catch (Exception exception) when (exception is HttpRequestException or JsonException or KeyNotFoundException or InvalidOperationException or TaskCanceledException)
            {
                tally.Fail(exception.Message);

                // Where nothing is answered any more, no more than polls would be asked.
                await Task.Delay(Interval, TimeProvider.System, CancellationToken.None);
            }
        }
    }

    private async Task StatementAsync(int number)
    {
        using var submitted = await client.PostAsJsonAsync(Statements, new { statement = $"select {number} as n" });
        var place = new Uri((await ReadAsync(submitted, HttpStatusCode.Accepted)).GetProperty("statementStatusUrl").GetString()!, UriKind.Relative);
        while (true)
        {
            await Task.Delay(Interval, TimeProvider.System);
            var start = TimeProvider.System.GetTimestamp();
            using var polled = await client.GetAsync(place);
            var json = await ReadAsync(polled, HttpStatusCode.OK, HttpStatusCode.Accepted);
            tally.Poll(TimeProvider.System.GetElapsedTime(start));
            if (polled.StatusCode == HttpStatusCode.OK)
            {
                var value = json.GetProperty("data")[0][0].GetString();
                if (value != number.ToString(CultureInfo.InvariantCulture))
                {
                    throw new InvalidOperationException($"{number} was answered with {value}.");
                }

                tally.Finish();
                return;
            }
        }
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer, params HttpStatusCode[] expected) => expected.Contains(answer.StatusCode)
        ? await answer.Content.ReadFromJsonAsync<JsonElement>()
        : throw new InvalidOperationException($"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
}
