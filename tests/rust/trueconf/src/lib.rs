// SPDX-License-Identifier: LGPL-2.1-or-later

//! What gir has made, and nothing else.

#![allow(clippy::all, deprecated, unused_imports)]

// what the generated code expects when the library needs no initialization
macro_rules! skip_assert_initialized {
    () => {};
}

macro_rules! assert_initialized_main_thread {
    () => {};
}

pub use trueconf_sys as ffi;
mod auto;
pub use auto::*;
pub mod prelude {
    pub use crate::auto::traits::*;
}
