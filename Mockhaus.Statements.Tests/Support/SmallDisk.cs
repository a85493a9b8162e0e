using System.Diagnostics;

namespace Mockhaus.Statements.Tests.Support;

/// <summary>A disk of a few MB in memory, mounted in a folder. Needs the right to mount; a container's root has it often, not always.</summary>
internal sealed class SmallDisk : IDisposable
{
    private string? _writable;

    private SmallDisk(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>Mounts it, or ignores the test.</summary>
    public static SmallDisk Mount(string folder, int megabytes)
    {
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsLinux() || Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder) != 0)
        {
            Assert.Ignore("A disk can be mounted only on Linux and by root; this test needs a full one.");
        }

        return new(folder);
    }

    /// <summary>Takes room that is given back when the file is removed.</summary>
    public string Fill(int megabytes)
    {
        var ballast = Path.Combine(Folder, "ballast");
        File.WriteAllBytes(ballast, new byte[megabytes * 1024 * 1024]);
        return ballast;
    }

    /// <summary>The folder can be written no more, and this file of it can.</summary>
    public void LetOnlyBeWritten(string file)
    {
        Run("mount", "--bind", file, file).Should().Be(0);
        _writable = file;
        Run("mount", "-o", "remount,bind,ro", Folder).Should().Be(0);
    }

    public void Dispose()
    {
        if (_writable is not null)
        {
            Run("umount", _writable).Should().Be(0);
        }

        Run("umount", Folder).Should().Be(0);
    }

    private static int Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}
