// SPDX-License-Identifier: LGPL-2.1-or-later

// What the GIR leaves out: functions with any number of arguments.

namespace Trueconf {
    public sealed class Text : GLib.Object {
        [CCode (cname = "trueconf_text_format")]
        [PrintfFormat]
        [Version (since = "0.1")]
        public static Trueconf.Text format (string format, ...);
    }
}
