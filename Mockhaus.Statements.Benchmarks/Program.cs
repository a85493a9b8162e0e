using System.Globalization;
using System.Text.Json;
using Mockhaus.Statements.Benchmarks;

Comparison[] all = [MemoryLifecycle.Comparison, ManagerNoop.Comparison];

var quick = args.Contains("--quick");
var names = args.Where(argument => argument != "--quick").ToList();
var unknown = names.Except(all.Select(comparison => comparison.Name)).ToList();
if (unknown.Count > 0)
{
    await Console.Error.WriteLineAsync($"There is no benchmark {string.Join(", ", unknown)}. There are: {string.Join(", ", all.Select(c => c.Name))}.");
    return 2;
}

var folder = Directory.CreateDirectory(Path.Combine("artifacts", "bench")).FullName;
var missed = 0;
Console.WriteLine($"{"name",-24} {"value",8} {"bar",8}  holds   (ours and theirs in operations a second)");
foreach (var comparison in all.Where(comparison => names.Count == 0 || names.Contains(comparison.Name)))
{
    var (value, ours, theirs) = await comparison.MeasureAsync(quick);
    var holds = value >= comparison.Bar;
    missed += holds ? 0 : 1;
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{comparison.Name,-24} {value,7:0.00}x {comparison.Bar,7:0.00}x  {(holds ? "yes" : "NO"),-6}  ({ours:0} and {theirs:0})"));
    await using var file = File.Create(Path.Combine(folder, comparison.Name + ".json"));
    await using var json = new Utf8JsonWriter(file, new() { Indented = true });
    json.WriteStartObject();
    json.WriteString("name", comparison.Name);
    json.WriteNumber("value", Math.Round(value, 4));
    json.WriteNumber("bar", comparison.Bar);
    json.WriteBoolean("holds", holds);
    json.WriteEndObject();
}

return missed == 0 ? 0 : 1;
