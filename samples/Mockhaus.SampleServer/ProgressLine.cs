using Mockhaus.Statements.Transfer;

namespace Mockhaus.SampleServer;

/// <summary>Reports the progress of a transfer on one line of a terminal, at intervals.</summary>
internal sealed class ProgressLine : IProgress<TransferProgress>
{
    private static readonly TimeSpan Interval = Console.IsOutputRedirected ? TimeSpan.FromSeconds(10) : TimeSpan.FromMilliseconds(200);

    private long _told = TimeProvider.System.GetTimestamp();
    private int _length;

    public static string Megabytes(long bytes) => $"{bytes / 1_048_576.0:0.0} MB";

    public void Report(TransferProgress value)
    {
        if (TimeProvider.System.GetElapsedTime(_told) < Interval)
        {
            return;
        }

        _told = TimeProvider.System.GetTimestamp();
        Write($"{value.Done} of {value.Total} statements, {Megabytes(value.Bytes)} of results");
    }

    /// <summary>Clears the line for what comes next.</summary>
    public void End()
    {
        if (_length > 0)
        {
            Write("");
            Console.Write('\r');
        }
    }

    private void Write(string text)
    {
        if (Console.IsOutputRedirected)
        {
            Console.WriteLine(text);
            return;
        }

        Console.Write($"\r{text.PadRight(_length)}");
        _length = text.Length;
    }
}
