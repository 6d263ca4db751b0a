// Gas in a box: its faces behind say where a pixel's ray goes, and the way through is gone in the box's own axes, in
// metres. The mesh's colour is no colour but three numbers of the gas, see the program of each.
out vec3 way;                    // from the eye to the face
out float sunk;                  // how deep the face lies before the eye, metres
flat out vec3 eye, size, look, sun;
flat out float strength;
uniform vec3 sun_direction;

void main(void) {
    mat3 turn = objectRotation();
    vec4 seen = viewMatrix * vec4(turn * (objectScale * pos) + objectPos, 1.0);
    gl_Position = projMatrix * seen;
    eye = -objectPos * turn;
    way = objectScale * pos - eye;
    sunk = -seen.z;
    size = objectScale;
    look = color;
    sun = sun_direction * turn;
    strength = objectColor.r;
}
