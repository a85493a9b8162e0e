namespace Mockhaus.Statements.Stress.Crash;

/// <summary>A file that is crashed upon, round after round.</summary>
internal sealed class CrashFile(string folder, Random random, CrashTally tally)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private readonly string _path = Path.Combine(folder, "statements.db");
    private readonly CrashModel _model = new();
    private Task<string[]?>? _next;

    /// <summary>Lets a process work on the file, kills it, and looks at what is left.</summary>
    /// <returns>Whether both the one that works and the one that looks could open the file.</returns>
    public async Task<bool> RoundAsync()
    {
        if (!await WorkAsync())
        {
            return false;
        }

        Keep();
        if (await LookAsync() is not { } found)
        {
            return false;
        }

        _model.Compare(found, tally);
        return true;
    }

    private async Task<bool> WorkAsync()
    {
        using var process = new CrashProcess(CrashWork.Verb, _path, random.Next().ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (await process.ReadAsync() is not [['W'], ..])
        {
            return false;
        }

        // From the first answer on: a process takes long to come to it where others want the machine too. And every other
        // time just behind an answer, which is when one that was given too early would be found out.
        var after = Shortest + ((Longest - Shortest) * random.NextDouble());
        var behindAnswer = random.Next(2) == 0;
        Task? due = null;
        var isKilled = false;
        var isContradicted = false;
        while (await NextAsync(process, behindAnswer ? null : due) is { } line)
        {
            var isAnswer = line.Length > 0 && Take(line);
            isContradicted |= line is [[CrashLog.Contradicted], ..];
            if (isAnswer)
            {
                tally.Acknowledged++;
                due ??= Task.Delay(after, TimeProvider.System);
            }

            if (!isKilled && due is { IsCompleted: true } && (isAnswer || !behindAnswer))
            {
                process.Kill();
                isKilled = true;
            }
        }

        // Whoever has found something wrong himself says so and ends; whoever else ends before he is killed could not go on.
        await process.ExitAsync();
        return isKilled || isContradicted;
    }

    /// <summary>The next line, as words; or none when something else is due before there is one.</summary>
    private async Task<string[]?> NextAsync(CrashProcess process, Task? due)
    {
        _next ??= process.ReadAsync();
        if (due is { IsCompleted: false } && await Task.WhenAny(_next, due) == due)
        {
            return [];
        }

        var line = await _next;
        _next = null;
        return line;
    }

    /// <summary>Takes in a line.</summary>
    /// <returns>Whether it is an acknowledgement.</returns>
    private bool Take(string[] words)
    {
        if (words[0][0] == CrashLog.Contradicted)
        {
            tally.Add(CrashFault.Lost, $"{words[1]} was not read as it was acknowledged, while the process lived");
        }

        return _model.Take(words);
    }

    /// <summary>All that is found, or null when it could not be read to its end.</summary>
    private async Task<List<FoundStatement>?> LookAsync()
    {
        // Every other time whoever looks is killed too, so that the next one finds a log that has been read once already.
        var leave = random.Next(2) == 0;
        using var process = new CrashProcess([CrashDump.Verb, _path, .. leave ? [CrashDump.Leave] : Array.Empty<string>()]);
        var found = new List<FoundStatement>();
        while (await process.ReadAsync() is { } words)
        {
            if (words is [['F'], ..])
            {
                found.Add(FoundStatement.Of(words));
            }
            else if (words is [['E'], var count, ..])
            {
                if (leave)
                {
                    process.Kill();
                }

                await process.ExitAsync();
                return CrashLog.Number(count) == found.Count ? found : null;
            }
        }

        return null;
    }

    /// <summary>The file as the crash left it, for whoever wants to know what was wrong with it.</summary>
    private void Keep()
    {
        foreach (var path in Directory.GetFiles(folder, "statements.db*"))
        {
            File.Copy(path, Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "before")).FullName, Path.GetFileName(path)), overwrite: true);
        }
    }
}
