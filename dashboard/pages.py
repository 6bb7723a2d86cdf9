"""The pages as data: the app builds its navigation from this list, and the tests walk it."""

from dataclasses import dataclass

EVERYONE = frozenset({"teacher", "interventionist", "case_manager", "principal", "district"})
ADMINISTRATORS = frozenset({"principal", "district"})
SETUP = "setup"  # nobody is on file yet: such a store holds no child's data, so its first import may be made
IMPORTERS = frozenset({"district", SETUP})  # a file may hold any student, so the page is for those who may see every student


@dataclass(frozen=True)
class Page:
    """One page: its file in this folder, how it is named, and which roles find it in their navigation."""

    file: str
    title: str
    icon: str
    url: str
    roles: frozenset[str]
    question: str


PAGES = (
    Page("views/today.py", "Today", ":material/today:", "today", EVERYONE, "What needs a decision today?"),
    Page(
        "views/process.py", "Process", ":material/checklist:", "process", EVERYONE, "Who is at which step, and what does the law make due?"
    ),
    Page("views/student.py", "Student", ":material/person:", "student", EVERYONE, "Is it working, and will the goals be met?"),
    Page("views/class_page.py", "Class", ":material/groups:", "class", EVERYONE, "Who is due, and how is the class doing?"),
    Page("views/school.py", "School", ":material/apartment:", "school", ADMINISTRATORS, "What works here, and for whom?"),
    Page("views/import_page.py", "Import", ":material/upload_file:", "import", IMPORTERS, "What came in, and what was refused?"),
    Page(
        "views/settings.py", "Settings", ":material/tune:", "settings", ADMINISTRATORS, "What do the verdicts rest on, and who changed it?"
    ),
    Page(
        "views/school_calendar.py",
        "Calendar",
        ":material/calendar_month:",
        "calendar",
        ADMINISTRATORS,
        "When is school held, and which due dates hang on it?",
    ),
    Page("views/methods.py", "Methods", ":material/menu_book:", "methods", EVERYONE | {SETUP}, "How is each number computed?"),
)


def pages_for(role: str) -> tuple[Page, ...]:
    """The pages that a role finds in its navigation, in order."""
    return tuple(page for page in PAGES if role in page.roles)
